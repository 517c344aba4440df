import { type LogFilter, type LogLine, tailsChannel, type Watched } from "@annex/contract";
import type { TenantDb } from "@annex/db";
import { listNewLogs } from "@annex/telemetry";
import { subscribeToLogs } from "./log-feed";

interface LogStreamOptions {
  readonly filter: LogFilter;
  /** The ID of the line after which it begins; now where it is left out. */
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

const heartbeatMs = 10_000;
/** The worker reads what is watched twice a second; it forgets within eight. */
const sayWatchedMs = 3000;
/** Then the browser comes again. */
const longestMs = 600_000;
/** Whoever was away for longer than this many lines reads the list anew. */
const mostCaughtUp = 20_000;

async function newestId(db: TenantDb): Promise<bigint> {
  const newest = await db.run((tx) => tx.logLine.findFirst({ orderBy: { id: "desc" }, select: { id: true } }));
  return newest?.id ?? 0n;
}

async function sayWatched(db: TenantDb, { function: name }: LogFilter): Promise<void> {
  await db.run(async (tx) => {
    const found = name === undefined ? null : await tx.function.findFirst({ where: { name }, select: { id: true } });
    if (name !== undefined && !found) return;
    const watched: Watched = { tenantId: db.tenantId, functionId: found?.id ?? null };
    await tx.$executeRaw`SELECT pg_notify(${tailsChannel}, ${JSON.stringify(watched)})`;
  });
}

const eventOf = (line: LogLine) => `id: ${line.id}\nevent: line\ndata: ${JSON.stringify(line)}\n\n`;

/**
 * Server-sent events: `line` for each new line that the filter lets through, its ID as the event's, so that a browser
 * that comes again goes on where it was; `behind` where too many came for that. A browser that takes them slowly is
 * read for no faster.
 */
export async function logStream(db: TenantDb, { filter, after, signal }: LogStreamOptions): Promise<Response> {
  const encoder = new TextEncoder();
  let seenTo = after === undefined ? await newestId(db) : BigInt(after);
  let end: () => void = () => undefined;
  let pump: () => void = () => undefined;
  let waitsForReader = false;
  const body = new ReadableStream<string>(
    {
      async start(controller) {
        let open = true;
        let reading = false;
        let again = false;
        const write = (text: string) => open && controller.enqueue(text);

        const readNew = async () => {
          for (let looked = 0; open; looked += 1000) {
            waitsForReader = (controller.desiredSize ?? 0) <= 0;
            if (waitsForReader) return;
            if (looked >= mostCaughtUp) {
              seenTo = await newestId(db);
              return write(`id: ${seenTo}\nevent: behind\ndata: {}\n\n`);
            }
            const { lines, seenTo: next, hasMore } = await db.run((tx) => listNewLogs(tx, filter, seenTo));
            for (const line of lines) write(eventOf(line));
            if (next > seenTo) write(`id: ${next}\n\n`);
            seenTo = next;
            if (!hasMore) return;
          }
        };
        pump = () => {
          again = true;
          if (reading) return;
          reading = true;
          const turns = async () => {
            while (again && open) {
              again = false;
              await readNew();
            }
          };
          turns()
            .catch(() => end()) // the browser comes again with the ID of its last line
            .finally(() => {
              reading = false;
            });
        };
        const say = () => void sayWatched(db, filter).catch(() => undefined); // said again in three seconds
        const unsubscribe = await subscribeToLogs(db.tenantId, () => pump());
        const timers = [
          setInterval(() => write(": still here\n\n"), heartbeatMs),
          setInterval(say, sayWatchedMs),
          setTimeout(() => end(), longestMs),
        ];
        end = () => {
          if (!open) return;
          open = false;
          for (const timer of timers) clearTimeout(timer);
          unsubscribe();
          controller.close();
        };
        signal.addEventListener("abort", () => end());
        if (signal.aborted) return end();
        write("retry: 500\n\n");
        say();
        pump();
      },
      pull: () => (waitsForReader ? pump() : undefined),
      cancel: () => end(),
    },
    { highWaterMark: 2000 },
  );
  const bytes = body.pipeThrough(
    new TransformStream<string, Uint8Array>({
      transform: (text, controller) => controller.enqueue(encoder.encode(text)),
    }),
  );
  return new Response(bytes, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" },
  });
}
