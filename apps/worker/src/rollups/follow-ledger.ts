import { invocationsChannel } from "@annex/contract";
import { listen } from "@annex/db";
import { foldInvocations, forgetOldRows, keepRollups } from "@annex/telemetry";
import { repeat } from "../jobs/repeat.ts";
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
  const tell = (what: string) => (error: unknown) => ctx.log("error", what, { cause: String(error) });
  const fold = () => foldInvocations(ctx.db.operator);
  const folds = repeat(fold, { everyMs: slowFoldMs, gatherMs, tell: tell("rollups") });
  const keeping = repeat(() => keep(ctx), { everyMs: keepEveryMs, tell: tell("partitions") });
  const { soon } = folds;
  const listener = await listen({ url, channels: [invocationsChannel], onNotification: soon, onReconnect: soon });
  keeping.soon();
  soon();
  return {
    async close() {
      await listener.close();
      await Promise.all([folds.stop(), keeping.stop()]);
    },
  };
}
