import { invocationsChannel, tailsChannel, watchedSchema } from "@annex/contract";
import { listen } from "@annex/db";
import { repeat } from "../jobs/repeat.ts";
import type { WorkerContext } from "../worker-context.ts";
import { ingestLogs } from "./ingest-logs.ts";
import { createWatchList } from "./watch-list.ts";

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** END and REPORT of an invocation may be written just after its answer. */
const secondLookMs = 400;
const slowLookMs = 15_000;
/** What somebody watches is looked at this often: a function that still runs is in no ledger yet. */
const watchedLookMs = 400;

export interface LogFollower {
  close(): Promise<void>;
}

/**
 * Ingests a function's logs when the ledger says that it ran (channel `annex_invocations`, function IDs in the
 * payload), at what somebody watches twice a second (channel `annex_tails`), and at everything that ran lately every 15
 * seconds, in case something was missed.
 */
export async function followLogs(ctx: WorkerContext, url: string): Promise<LogFollower> {
  const running = new Map<string, { again: boolean; done: Promise<void> }>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  const work = async (functionId: string, state: { again: boolean }) => {
    do {
      state.again = false;
      const isWhole = await ingestLogs(ctx, functionId).catch((error) => {
        ctx.log("error", "log ingestion", { functionId, cause: String(error) });
        return true;
      });
      if (!isWhole) state.again = true;
    } while (state.again && !closed);
    running.delete(functionId);
  };
  const look = (functionId: string) => {
    const known = running.get(functionId);
    if (known) known.again = true;
    else if (!closed) {
      const state = { again: false, done: Promise.resolve() };
      running.set(functionId, state);
      state.done = work(functionId, state);
    }
  };
  const lookSoon = (functionId: string) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      look(functionId);
    }, secondLookMs);
    timers.add(timer);
  };
  const lookAtRecent = async () => {
    const startedAt = { gte: new Date(Date.now() - 4 * slowLookMs) };
    const rows = await ctx.db.operator.invocation.groupBy({ by: ["functionId"], where: { startedAt } });
    for (const { functionId } of rows) look(functionId);
  };
  const tell = (error: unknown) => ctx.log("error", "log poll", { cause: String(error) });
  const polls = repeat(lookAtRecent, { everyMs: slowLookMs, tell });

  const watched = createWatchList(ctx.db);
  const lookAtWatched = setInterval(() => {
    for (const functionId of watched.next()) look(functionId);
  }, watchedLookMs);
  const watch = (payload: string) => {
    const told = watchedSchema.safeParse(JSON.parse(payload));
    if (told.success) watched.add(told.data).catch((error) => ctx.log("error", "log watch", { cause: String(error) }));
  };

  const listener = await listen({
    url,
    channels: [invocationsChannel, tailsChannel],
    onNotification(channel, payload) {
      if (channel === tailsChannel) return watch(payload);
      for (const [functionId] of payload.matchAll(uuid)) {
        look(functionId);
        lookSoon(functionId);
      }
    },
    onReconnect: polls.soon,
  });
  return {
    async close() {
      closed = true;
      await polls.stop();
      clearInterval(lookAtWatched);
      for (const timer of timers) clearTimeout(timer);
      await listener.close();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
