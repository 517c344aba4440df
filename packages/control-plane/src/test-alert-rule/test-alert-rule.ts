import type { AlertEvent } from "@annex/contract";
import { z } from "zod";
import { missingRule } from "../alert/alert-context.ts";
import { tellAlert } from "../alert/tell-alert.ts";
import { loadRule } from "../alert/to-alert.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { OwnerContext } from "../context/owner-context.ts";
import { checkActive } from "../may-run/check-active.ts";
import { checkTestMails } from "./check-test-mails.ts";

const idSchema = z.uuid();

/**
 * Tells those whom a rule tells that this is a test; its state stays, and a mute does not hold.
 * @throws AppError `not_found`, `tenant_suspended`, `limit_exceeded` for too many e-mails.
 */
export async function testAlertRule(ctx: OwnerContext, ruleId: string): Promise<AlertEvent> {
  const { data: id } = idSchema.safeParse(ruleId);
  if (id === undefined) throw missingRule();
  return ctx.run(async (tx) => {
    const row = await loadRule(tx, ctx.tenantId, id);
    ctx.authoriseChange();
    const { tenantId, actor } = ctx;
    await checkActive(tx, tenantId);
    const emails = row.emails.length;
    if (tenantId !== null) await checkTestMails(tx, tenantId, emails);
    await recordAudit(tx, {
      tenantId,
      actor,
      action: "testAlertRule",
      target: `alert:${row.name}`,
      detail: { emails },
    });
    return tellAlert(tx, ctx, { row, kind: "test", value: row.value });
  });
}
