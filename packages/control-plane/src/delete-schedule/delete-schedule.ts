import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadSchedule } from "../schedule/load-schedule.ts";

const inputSchema = z.object({ scheduleId: z.uuid("There is no such schedule.") });

/** Deletes a schedule; runs that it began go on. @throws AppError `not_found`. */
export async function deleteSchedule(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { scheduleId } = parse(inputSchema, input);
  await ctx.db.run(async (tx) => {
    const { id, name } = await loadSchedule(tx, scheduleId);
    authorise(ctx, "developer");
    await tx.schedule.delete({ where: { id } });
    const target = `schedule:${name}`;
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor: ctx.principal.actor, action: "deleteSchedule", target });
  });
}
