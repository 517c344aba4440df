import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

export interface ListenOptions {
  readonly url: string;
  readonly channels: readonly string[];
  /** `payload` is what NOTIFY carried; parse it. */
  onNotification(channel: string, payload: string): void;
  /** After a lost connection is back: whatever was told in between was missed, so drop caches and look again. */
  onReconnect?(): void;
  /** For the log; listening goes on by itself. */
  onError?(error: unknown): void;
}

export interface Listener {
  close(): Promise<void>;
}

const retryMs = 250;

async function open(options: ListenOptions): Promise<{ client: pg.Client; ended: Promise<void> }> {
  const client = new pg.Client({ connectionString: options.url, keepAlive: true });
  client.on("notification", (message) => options.onNotification(message.channel, message.payload ?? ""));
  client.on("error", (error) => options.onError?.(error));
  const ended = new Promise<void>((done) => client.once("end", () => done()));
  await client.connect();
  for (const channel of options.channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
  return { client, ended };
}

/**
 * Listens on PostgreSQL channels with one connection of its own and reconnects for as long as it is open.
 * @throws when the first connection cannot be made.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const stopped = new AbortController();
  let current = await open(options);

  const keepListening = async () => {
    while (!stopped.signal.aborted) {
      await current.ended;
      while (!stopped.signal.aborted) {
        try {
          await delay(retryMs, undefined, { signal: stopped.signal });
          current = await open(options);
          options.onReconnect?.();
          break;
        } catch (error) {
          if (!stopped.signal.aborted) options.onError?.(error);
        }
      }
    }
  };
  const listening = keepListening();

  return {
    async close() {
      stopped.abort();
      await current.client.end();
      await listening;
    },
  };
}
