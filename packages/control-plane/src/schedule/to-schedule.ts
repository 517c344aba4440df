import { fieldValuesSchema, type Schedule } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { upcomingOccurrences } from "./occurrences.ts";

export const scheduleInclude = { function: { select: { name: true } } } as const satisfies Prisma.ScheduleInclude;
export type ScheduleRow = Prisma.ScheduleGetPayload<{ include: typeof scheduleInclude }>;

const shown = 5;

/** What became of the last runs, by the invocation's ID. */
export async function lastRunsOf(tx: Tx, rows: readonly ScheduleRow[]): Promise<Map<string, Schedule["lastRun"]>> {
  const ids = rows.flatMap(({ lastInvocationId }) => lastInvocationId ?? []);
  const select = { id: true, state: true, outcome: true } as const;
  const runs = await tx.acceptedInvocation.findMany({ where: { id: { in: ids } }, select });
  return new Map(runs.map(({ id, state, outcome }) => [id, { state, outcome }]));
}

/** The next times, as of the one that is due next. */
export function upcomingOf({ cron, timeZone }: Pick<ScheduleRow, "cron" | "timeZone">, after = new Date()): string[] {
  return upcomingOccurrences({ cron, timeZone }, after, shown).map((at) => at.toISOString());
}

export function toSchedule(row: ScheduleRow, lastRun: Schedule["lastRun"] = null): Schedule {
  const { id, name, cron, timeZone, enabled, missed, lastInvocationId, createdBy } = row;
  return {
    id,
    name,
    functionName: row.function.name,
    cron,
    timeZone,
    fields: fieldValuesSchema.parse(row.fields),
    enabled,
    nextAt: row.nextAt.toISOString(),
    lastAt: row.lastAt?.toISOString() ?? null,
    lastInvocationId,
    lastRun,
    upcoming: upcomingOf(row),
    missed,
    lastMissedAt: row.lastMissedAt?.toISOString() ?? null,
    createdBy,
  };
}
