import { type AlertRule, muteAlertSchema } from "@annex/contract";
import { z } from "zod";
import { missingRule } from "../alert/alert-context.ts";
import { loadRule, toAlertRule } from "../alert/to-alert.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { OwnerContext } from "../context/owner-context.ts";
import { parse } from "../context/parse.ts";

const idSchema = z.uuid();

/** Keeps a rule from telling anybody for some minutes; it goes on looking. 0 ends that. @throws AppError `not_found`. */
export async function muteAlertRule(
  ctx: OwnerContext,
  ruleId: string,
  input: z.input<typeof muteAlertSchema>,
): Promise<AlertRule> {
  const { minutes } = parse(muteAlertSchema, input);
  const { data: id } = idSchema.safeParse(ruleId);
  if (id === undefined) throw missingRule();
  const { tenantId, actor } = ctx;
  return ctx.run(async (tx) => {
    const { name } = await loadRule(tx, tenantId, id);
    ctx.authoriseChange();
    const mutedUntil = minutes === 0 ? null : new Date(Date.now() + minutes * 60_000);
    await tx.alertRule.updateMany({ where: { id, tenantId }, data: { mutedUntil } });
    await recordAudit(tx, { tenantId, actor, action: "muteAlertRule", target: `alert:${name}`, detail: { minutes } });
    return toAlertRule(await loadRule(tx, tenantId, id));
  });
}
