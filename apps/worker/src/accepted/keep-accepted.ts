import { changeSchema, changesChannel } from "@annex/contract";
import {
  createJobSender,
  endLostTries,
  expireAccepted,
  type JobSender,
  runSchedules,
  sweepAccepted,
  sweepDeliveries,
} from "@annex/control-plane";
import { listen } from "@annex/db";
import { repeat } from "../jobs/repeat.ts";
import type { WorkerContext } from "../worker-context.ts";

const sweepEveryMs = 2000;
const lookAtSchedulesEveryMs = 1000;
const expireEveryMs = 15 * 60_000;

async function sweepAll({ db, log }: WorkerContext, jobs: JobSender): Promise<void> {
  const runs = await sweepAccepted(db, jobs);
  if (runs > 0) log("info", "runs asked for again", { count: runs });
  const deliveries = await sweepDeliveries(db, jobs);
  if (deliveries > 0) log("info", "held deliveries sent", { count: deliveries });
}

async function runDue({ db, log }: WorkerContext, jobs: JobSender): Promise<void> {
  const count = await runSchedules(db, jobs);
  if (count > 0) log("info", "scheduled runs accepted", { count });
}

async function expireAll({ db, log }: WorkerContext): Promise<void> {
  await expireAccepted(db);
  const lost = await endLostTries(db);
  if (lost > 0) log("info", "deliveries and e-mails of a dead worker given up", { count: lost });
}

/**
 * Sees to it that every accepted invocation gets its run: those of processes that died, those of tenants that are
 * resumed (told at once), those that are overdue, and those of schedules; and every delivery to a webhook that was held.
 * Removes what was kept long enough.
 */
export async function keepAccepted(ctx: WorkerContext, url: string): Promise<{ close(): Promise<void> }> {
  const jobs = await createJobSender(url);
  const tell = (error: unknown) => ctx.log("error", "accepted invocations", { cause: String(error) });
  const sweeps = repeat(() => sweepAll(ctx, jobs), { everyMs: sweepEveryMs, tell });
  const listener = await listen({
    url,
    channels: [changesChannel],
    onNotification: (_, payload) => {
      const change = changeSchema.safeParse(JSON.parse(payload));
      if (change.success && change.data.table === "tenants") sweeps.soon();
    },
    onReconnect: sweeps.soon,
    onError: tell,
  });
  const schedules = repeat(() => runDue(ctx, jobs), { everyMs: lookAtSchedulesEveryMs, tell });
  const expiry = repeat(() => expireAll(ctx), { everyMs: expireEveryMs, tell });
  return {
    async close() {
      await listener.close();
      await Promise.all([sweeps, schedules, expiry].map((each) => each.stop()));
      await jobs.close();
    },
  };
}
