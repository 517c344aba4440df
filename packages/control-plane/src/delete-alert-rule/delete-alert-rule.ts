import { z } from "zod";
import { missingRule } from "../alert/alert-context.ts";
import { loadRule } from "../alert/to-alert.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { OwnerContext } from "../context/owner-context.ts";

const idSchema = z.uuid();

/** Deletes an alert rule with what it told. @throws AppError `not_found`. */
export async function deleteAlertRule(ctx: OwnerContext, ruleId: string): Promise<void> {
  const { data: id } = idSchema.safeParse(ruleId);
  if (id === undefined) throw missingRule();
  const { tenantId, actor } = ctx;
  await ctx.run(async (tx) => {
    const { name } = await loadRule(tx, tenantId, id);
    ctx.authoriseChange();
    await tx.alertRule.deleteMany({ where: { id, tenantId } });
    await recordAudit(tx, { tenantId, actor, action: "deleteAlertRule", target: `alert:${name}` });
  });
}
