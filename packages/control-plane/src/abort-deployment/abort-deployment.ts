import { abortSchema, type Deployment } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { changeShift } from "../deployment/change-shift.ts";

const inputSchema = abortSchema.extend({
  functionName: z.string(),
  deploymentId: z.uuid("There is no such deployment."),
});

/** Gives all traffic back to the live release. @throws AppError `not_found`; `conflict` when the shift has ended. */
export function abortDeployment(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Deployment> {
  const { functionName, deploymentId, reason } = parse(inputSchema, input);
  const who = ctx.principal.actor.replace(/^user:/, "");
  return changeShift(ctx, {
    functionName,
    deploymentId,
    action: "abortDeployment",
    detail: { reason },
    change: () => ({ abortReason: `${who}: ${reason}` }),
  });
}
