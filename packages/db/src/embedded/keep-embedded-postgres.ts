import { setTimeout as delay } from "node:timers/promises";
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./start-embedded-postgres.ts";

export interface KeptPostgres {
  /** The owner's URL of a database; nothing is created. */
  url(database: string): string;
  /** Of the server that runs now. */
  pid(): number;
  /** Resolves when the server has ended and no other will be started. */
  stop(): Promise<void>;
}

const pausesMs = [200, 1000, 5000];

/**
 * Starts a PostgreSQL and starts it again whenever it ends by itself; what it had acknowledged is there again.
 * @param onEnd is told each time, with the server's last lines and the pause in milliseconds until the next try.
 * @throws as `startEmbeddedPostgres` does, when it cannot start the first time.
 */
export async function keepEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
  onEnd: (lastLines: string, pauseMs: number) => void,
): Promise<KeptPostgres> {
  let server = await startEmbeddedPostgres(options);
  const stopped = new AbortController();

  const startAgain = async (lastLines: string) => {
    let lines = lastLines;
    for (let tries = 0; !stopped.signal.aborted; tries += 1) {
      const pause = pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 5000;
      onEnd(lines, pause);
      await delay(pause, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) return;
      try {
        server = await startEmbeddedPostgres(options);
        return;
      } catch (error) {
        lines = error instanceof Error ? error.message : String(error);
      }
    }
  };
  const keepRunning = async () => {
    while (!stopped.signal.aborted) {
      const lastLines = await server.exited;
      if (!stopped.signal.aborted) await startAgain(lastLines);
    }
    await server.stop(); // one that came up while it was being stopped
  };
  const running = keepRunning();

  return {
    url: (database) => server.url(database),
    pid: () => server.pid,
    async stop() {
      stopped.abort();
      await server.stop();
      await running;
    },
  };
}
