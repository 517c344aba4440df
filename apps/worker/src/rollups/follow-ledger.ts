import { invocationsChannel } from "@annex/contract";
import { listen } from "@annex/db";
import { foldInvocations, forgetOldRows, keepRollups } from "@annex/telemetry";
import type { WorkerContext } from "../worker-context.ts";

/** Rows gather this long, so that a busy second costs one statement. */
const gatherMs = 500;
const slowFoldMs = 5000;
const keepEveryMs = 3_600_000;

export interface LedgerFollower {
  close(): Promise<void>;
}

async function keep({ db }: WorkerContext): Promise<void> {
  await forgetOldRows(db.operator);
  await keepRollups(db.operator);
}

/**
 * Keeps the rollups true: folds half a second after the ledger says that rows came, every five seconds in any case,
 * and once an hour makes the coming weeks' partitions and forgets what no plan keeps.
 */
export async function followLedger(ctx: WorkerContext, url: string): Promise<LedgerFollower> {
  let timer: NodeJS.Timeout | undefined;
  let folding = Promise.resolve();
  let closed = false;
  const tell = (what: string) => (error: unknown) => ctx.log("error", what, { cause: String(error) });
  const fold = () => {
    timer = undefined;
    folding = folding.then(async () => {
      await foldInvocations(ctx.db.operator).catch(tell("rollups"));
    });
  };
  const soon = () => {
    if (!closed) timer ??= setTimeout(fold, gatherMs);
  };
  const keepSafely = () => void keep(ctx).catch(tell("partitions"));

  const listener = await listen({ url, channels: [invocationsChannel], onNotification: soon, onReconnect: soon });
  const slow = setInterval(soon, slowFoldMs);
  const hourly = setInterval(keepSafely, keepEveryMs);
  keepSafely();
  soon();
  return {
    async close() {
      closed = true;
      clearInterval(slow);
      clearInterval(hourly);
      clearTimeout(timer);
      await listener.close();
      await folding;
    },
  };
}
