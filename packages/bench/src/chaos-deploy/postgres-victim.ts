import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "@annex/db";
import type { Victim } from "./victim.ts";

/** A PostgreSQL server whose postmaster is killed; what it has acknowledged is durable. */
export async function startPostgresVictim(
  options: EmbeddedPostgresOptions,
): Promise<Victim & { url(name: string): string }> {
  let server = await startEmbeddedPostgres(options);
  return {
    name: "PostgreSQL",
    url: (name) => server.url(name),
    async killAndRestart() {
      process.kill(server.pid, "SIGKILL");
      await server.exited;
      server = await startEmbeddedPostgres(options);
    },
    stop: () => server.stop(),
  };
}
