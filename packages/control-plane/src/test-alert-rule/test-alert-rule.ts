import type { AlertEvent } from "@annex/contract";
import { z } from "zod";
import { missingRule } from "../alert/alert-context.ts";
import { tellAlert } from "../alert/tell-alert.ts";
import { loadRule } from "../alert/to-alert.ts";
import type { OwnerContext } from "../context/owner-context.ts";
import { checkActive } from "../may-run/check-active.ts";

const idSchema = z.uuid();

/** Tells those whom a rule tells that this is a test; its state stays, and a mute does not hold. @throws AppError `not_found`, `tenant_suspended`. */
export async function testAlertRule(ctx: OwnerContext, ruleId: string): Promise<AlertEvent> {
  const { data: id } = idSchema.safeParse(ruleId);
  if (id === undefined) throw missingRule();
  return ctx.run(async (tx) => {
    const row = await loadRule(tx, ctx.tenantId, id);
    ctx.authoriseChange();
    await checkActive(tx, ctx.tenantId);
    return tellAlert(tx, ctx, { row, kind: "test", value: row.value });
  });
}
