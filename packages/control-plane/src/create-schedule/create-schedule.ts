import { createScheduleSchema, type Schedule } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { loadFunction } from "../function/load-function.ts";
import { checkRoom } from "../quota/check-room.ts";
import { nextOccurrence } from "../schedule/occurrences.ts";
import { scheduleInclude, toSchedule } from "../schedule/to-schedule.ts";

/**
 * Runs a function by the clock.
 * @throws AppError `not_found`, `conflict` for a taken name, `invalid_request`, `limit_exceeded`.
 */
export async function createSchedule(
  ctx: TenantContext,
  input: z.input<typeof createScheduleSchema>,
): Promise<Schedule> {
  const { name, functionName, cron, timeZone, fields } = parse(createScheduleSchema, input);
  const tenantId = ctx.tenant.id;
  const createdBy = ctx.principal.actor;
  try {
    return await ctx.db.run(async (tx) => {
      const { id: functionId } = await loadFunction(tx, functionName);
      authorise(ctx, "developer");
      await checkRoom(tx, tenantId, "schedules");
      const nextAt = nextOccurrence({ cron, timeZone }, new Date());
      const data = { id: newId(), tenantId, functionId, name, cron, timeZone, nextAt, createdBy };
      const row = await tx.schedule.create({ data: { ...data, fields: toJson(fields) }, include: scheduleInclude });
      const detail = { functionName, cron, timeZone };
      const target = `schedule:${name}`;
      await recordAudit(tx, { tenantId, actor: createdBy, action: "createSchedule", target, detail });
      return toSchedule(row);
    });
  } catch (error) {
    refuseTaken(error, "name", `There is a schedule named ${name} already. Choose another name.`);
  }
}
