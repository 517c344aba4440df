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
  let sweeping: Promise<void> | undefined;
  const tell = (error: unknown) => ctx.log("error", "accepted invocations", { cause: String(error) });
  const sweep = () => {
    sweeping ??= sweepAll(ctx, jobs)
      .catch(tell)
      .finally(() => {
        sweeping = undefined;
      });
  };
  const listener = await listen({
    url,
    channels: [changesChannel],
    onNotification: (_, payload) => {
      const change = changeSchema.safeParse(JSON.parse(payload));
      if (change.success && change.data.table === "tenants") sweep();
    },
    onReconnect: sweep,
    onError: tell,
  });
  const sweeper = setInterval(sweep, sweepEveryMs);
  const schedules = repeat(lookAtSchedulesEveryMs, () =>
    runSchedules(ctx.db, jobs).then((count) => {
      if (count > 0) ctx.log("info", "scheduled runs accepted", { count });
    }, tell),
  );
  const expirer = setInterval(() => void expireAll(ctx).catch(tell), expireEveryMs);
  return {
    async close() {
      clearInterval(sweeper);
      clearInterval(expirer);
      await schedules.stop();
      await listener.close();
      await sweeping;
      await jobs.close();
    },
  };
}
