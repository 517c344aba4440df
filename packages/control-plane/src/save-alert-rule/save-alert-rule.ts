import { type AlertRule, AppError, isPlatformMetric, type SaveAlertRule, saveAlertRuleSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { missingRule } from "../alert/alert-context.ts";
import { loadRule, toAlertRule } from "../alert/to-alert.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import type { OwnerContext } from "../context/owner-context.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import { checkRoom } from "../quota/check-room.ts";

function wrong(path: string, message: string): AppError {
  return new AppError("invalid_request", message, { errors: [{ path, message }] });
}

async function named(tx: Tx, ctx: OwnerContext, rule: SaveAlertRule) {
  const { functionName, watchedTenantId, webhook } = rule;
  if (isPlatformMetric(rule.metric)) {
    if (ctx.tenantId !== null) throw wrong("metric", "Only the platform's operators watch that.");
    if (watchedTenantId !== null) throw wrong("watchedTenantId", "That is of the whole platform, not of one tenant.");
  }
  const owner = ctx.tenantId ?? watchedTenantId;
  if (ctx.tenantId !== null && watchedTenantId !== null)
    throw wrong("watchedTenantId", "A tenant's rule watches the tenant itself.");
  if (
    watchedTenantId !== null &&
    !(await tx.tenant.findUnique({ where: { id: watchedTenantId }, select: { id: true } }))
  )
    throw wrong("watchedTenantId", "There is no such tenant.");
  const fn =
    functionName !== null && owner !== null
      ? await tx.function.findFirst({ where: { tenantId: owner, name: functionName, deletedAt: null } })
      : null;
  if (functionName !== null && !fn) throw wrong("functionName", `There is no function named ${functionName}.`);
  const hook =
    webhook !== null
      ? await tx.webhook.findFirst({ where: { tenantId: ctx.tenantId, name: webhook }, select: { id: true } })
      : null;
  if (webhook !== null && !hook) throw wrong("webhook", `There is no webhook named ${webhook}.`);
  return { functionId: fn?.id ?? null, webhookId: hook?.id ?? null, watchedTenantId };
}

/**
 * Makes an alert rule, or changes the one of that ID; what it found before is looked at anew.
 * @throws AppError `not_found`, `invalid_request`, `conflict` for a taken name, `limit_exceeded`.
 */
export async function saveAlertRule(
  ctx: OwnerContext,
  input: z.input<typeof saveAlertRuleSchema>,
  ruleId?: string,
): Promise<AlertRule> {
  if (ruleId !== undefined && !z.uuid().safeParse(ruleId).success) throw missingRule();
  const rule = parse(saveAlertRuleSchema, input);
  const { tenantId, actor } = ctx;
  try {
    return await ctx.run(async (tx) => {
      if (ruleId !== undefined) await loadRule(tx, tenantId, ruleId);
      ctx.authoriseChange();
      if (ruleId === undefined && tenantId !== null) await checkRoom(tx, tenantId, "alert rules");
      const { name, metric, threshold, windowMinutes, emails, enabled } = rule;
      const data = { name, metric, threshold, windowMinutes, emails, enabled, ...(await named(tx, ctx, rule)) };
      const id = ruleId ?? newId();
      if (ruleId === undefined) await tx.alertRule.createMany({ data: [{ id, tenantId, createdBy: actor, ...data }] });
      else await tx.alertRule.updateMany({ where: { id, tenantId }, data });
      const action = ruleId === undefined ? "createAlertRule" : "updateAlertRule";
      const detail = { metric, threshold, windowMinutes, function: rule.functionName };
      await recordAudit(tx, { tenantId, actor, action, target: `alert:${name}`, detail });
      return toAlertRule(await loadRule(tx, tenantId, id));
    });
  } catch (error) {
    refuseTaken(error, "name", `There is an alert rule named ${rule.name} already. Choose another name.`);
  }
}
