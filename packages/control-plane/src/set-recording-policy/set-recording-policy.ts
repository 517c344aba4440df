import { type RecordingPolicy, setRecordingPolicySchema } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toRecordingPolicy } from "../get-recording-policy/to-recording-policy.ts";

/**
 * Sets what of its functions' payloads the tenant keeps, from the next invocation on. What was recorded stays for as
 * long as was said when it was recorded.
 * @throws AppError `invalid_request`, `forbidden`.
 */
export async function setRecordingPolicy(
  ctx: TenantContext,
  input: z.input<typeof setRecordingPolicySchema>,
): Promise<RecordingPolicy> {
  const { redacted, ...rest } = parse(setRecordingPolicySchema, input);
  authorise(ctx, "owner");
  const policy = { ...rest, redacted: [...new Set(redacted)] };
  const tenantId = ctx.tenant.id;
  const updatedBy = ctx.principal.actor;
  return ctx.db.run(async (tx) => {
    const row = await tx.recordingPolicy.upsert({
      where: { tenantId },
      create: { ...policy, tenantId, updatedBy },
      update: { ...policy, updatedBy },
    });
    const event = { tenantId, actor: updatedBy, action: "setRecordingPolicy", target: "recording-policy" };
    await recordAudit(tx, { ...event, detail: policy });
    return toRecordingPolicy(row);
  });
}
