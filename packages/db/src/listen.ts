import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

export interface ListenOptions {
  readonly url: string;
  readonly channels: readonly string[];
  /**
   * Milliseconds between two notifications to ourselves; one that does not come back before the next is due ends the
   * connection. It finds a connection that is dead without a word, and a pooler between that swallows LISTEN. Without
   * it only an end that the network tells of is noticed.
   */
  readonly heartbeatMs?: number;
  /** `payload` is what NOTIFY carried; parse it. */
  onNotification(channel: string, payload: string): void;
  /** From now on nothing is heard, until `onReconnect`. */
  onLost?(): void;
  /** After a lost connection is back: whatever was told in between was missed, so drop caches and look again. */
  onReconnect?(): void;
  /** For the log; listening goes on by itself. */
  onError?(error: unknown): void;
}

export interface Listener {
  close(): Promise<void>;
}

interface Connection {
  readonly client: pg.Client;
  /** Resolves when nothing is heard any more. */
  readonly ended: Promise<void>;
}

const retryMs = 250;
const connectTimeoutMs = 10_000;

/** Notifies itself until an answer stays out; then ends the connection. */
function startHeartbeat(client: pg.Client, channel: string, everyMs: number): NodeJS.Timeout {
  let isHeard = true;
  client.on("notification", (message) => {
    if (message.channel === channel) isHeard = true;
  });
  return setInterval(() => {
    if (!isHeard) return void client.connection.stream.destroy(new Error("PostgreSQL's notifications do not arrive."));
    isHeard = false;
    client.query("SELECT pg_notify($1, '')", [channel]).catch(() => undefined); // its end is told by the connection
  }, everyMs);
}

async function open(options: ListenOptions): Promise<Connection> {
  const client = new pg.Client({
    connectionString: options.url,
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  const heartbeat = `annex_heartbeat_${randomBytes(6).toString("hex")}`;
  client.on("notification", ({ channel, payload }) => {
    if (channel !== heartbeat) options.onNotification(channel, payload ?? "");
  });
  client.on("error", (error) => options.onError?.(error));
  const ended = new Promise<void>((done) => client.once("end", () => done()));
  await client.connect();
  const own = options.heartbeatMs === undefined ? [] : [heartbeat];
  try {
    for (const channel of [...options.channels, ...own])
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end();
    throw error;
  }
  if (options.heartbeatMs !== undefined) {
    const timer = startHeartbeat(client, heartbeat, options.heartbeatMs);
    void ended.then(() => clearInterval(timer));
  }
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
      if (!stopped.signal.aborted) options.onLost?.();
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
      await current.client.end(); // one that was under way
    },
  };
}
