import { fieldValuesSchema, type Schedule } from "@annex/contract";
import type { Prisma } from "@annex/db";

export const scheduleInclude = { function: { select: { name: true } } } as const satisfies Prisma.ScheduleInclude;
export type ScheduleRow = Prisma.ScheduleGetPayload<{ include: typeof scheduleInclude }>;

export function toSchedule(row: ScheduleRow): Schedule {
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
    missed,
    lastMissedAt: row.lastMissedAt?.toISOString() ?? null,
    createdBy,
  };
}
