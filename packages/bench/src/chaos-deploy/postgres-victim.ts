import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "@annex/db";
import type { Victim } from "./victim.ts";

/** After kill -9 of the postmaster its children need a moment to end: the first start may come too early. */
async function startAgain(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await startEmbeddedPostgres(options);
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}

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
      server = await startAgain(options);
    },
    stop: () => server.stop(),
  };
}
