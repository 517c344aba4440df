import { type Deployment, promoteSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { changeShift } from "../deployment/change-shift.ts";

const inputSchema = promoteSchema.extend({
  functionName: z.string(),
  deploymentId: z.uuid("There is no such deployment."),
});

/**
 * Takes a shift to its next step, or gives the new release all traffic; a frozen shift is released by it.
 * @throws AppError `not_found`; `conflict` when it has ended.
 */
export function promoteDeployment(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Deployment> {
  const { functionName, deploymentId, to } = parse(inputSchema, input);
  return changeShift(ctx, {
    functionName,
    deploymentId,
    action: "promoteDeployment",
    detail: { to },
    change: ({ row, plan }) => {
      const last = plan.steps.length;
      return { shiftStep: to === "live" ? last : Math.min(row.shiftStep + 1, last), frozenAt: null };
    },
  });
}
