import type { Schedule } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { lastRunsOf, scheduleInclude, toSchedule } from "../schedule/to-schedule.ts";

/** The tenant's schedules by name; those of functions in the bin rest and are left out. */
export function listSchedules(ctx: TenantContext): Promise<Schedule[]> {
  return ctx.db.run(async (tx) => {
    const where = { function: { deletedAt: null } };
    const rows = await tx.schedule.findMany({ where, include: scheduleInclude, orderBy: { name: "asc" } });
    const lastRuns = await lastRunsOf(tx, rows);
    return rows.map((row) => toSchedule(row, lastRuns.get(row.lastInvocationId ?? "") ?? null));
  });
}
