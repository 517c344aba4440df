import { setTimeout as delay } from "node:timers/promises";
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "@annex/db";
import type { RestartedProcess } from "./restarted-process.ts";

/** The backends of a server that was killed end by themselves; until then a new one refuses the cluster. */
async function startPatiently(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startEmbeddedPostgres(options);
    } catch (error) {
      if (attempt === 50) throw error;
      await delay(100);
    }
  }
}

/** A durable PostgreSQL that can be killed. */
export async function restartedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<RestartedProcess & { url(database: string): string }> {
  let server = await startPatiently(options);
  return {
    url: (database) => server.url(database),
    async kill() {
      process.kill(server.pid, "SIGKILL");
      await server.exited;
      server = await startPatiently(options);
    },
    stop: () => server.stop(),
  };
}
