import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "@annex/db";
import type { RestartedProcess } from "./restarted-process.ts";

/** A durable PostgreSQL that can be killed. */
export async function restartedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<RestartedProcess & { url(database: string): string }> {
  let server = await startEmbeddedPostgres(options);
  return {
    url: (database) => server.url(database),
    async kill() {
      process.kill(server.pid, "SIGKILL");
      await server.exited;
      server = await startEmbeddedPostgres(options);
    },
    stop: () => server.stop(),
  };
}
