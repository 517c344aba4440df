import { type Schedule, updateScheduleSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { loadSchedule } from "../schedule/load-schedule.ts";
import { nextOccurrence } from "../schedule/occurrences.ts";
import { lastRunsOf, scheduleInclude, toSchedule } from "../schedule/to-schedule.ts";

const inputSchema = updateScheduleSchema.extend({ scheduleId: z.uuid("There is no such schedule.") });

/**
 * Changes a schedule, pauses it or lets it go on; what was due meanwhile is not made up for. One whose clock stays as it
 * is keeps its next time, for it may be due this moment.
 */
export function updateSchedule(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Schedule> {
  const { scheduleId, fields, ...wanted } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const before = await loadSchedule(tx, scheduleId);
    authorise(ctx, "developer");
    const cron = wanted.cron ?? before.cron;
    const timeZone = wanted.timeZone ?? before.timeZone;
    const enabled = wanted.enabled ?? before.enabled;
    const isAnew = cron !== before.cron || timeZone !== before.timeZone || (enabled && !before.enabled);
    const clock = isAnew ? { nextAt: nextOccurrence({ cron, timeZone }, new Date()) } : {};
    const data = { cron, timeZone, enabled, ...clock, ...(fields ? { fields: toJson(fields) } : {}) };
    const row = await tx.schedule.update({ where: { id: before.id }, data, include: scheduleInclude });
    const detail = { cron, timeZone, enabled };
    const { actor } = ctx.principal;
    const target = `schedule:${row.name}`;
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "updateSchedule", target, detail });
    return toSchedule(row, (await lastRunsOf(tx, [row])).get(row.lastInvocationId ?? "") ?? null);
  });
}
