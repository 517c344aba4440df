import type { Deployment } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { changeShift } from "../deployment/change-shift.ts";

const inputSchema = z.object({ functionName: z.string(), deploymentId: z.uuid("There is no such deployment.") });

/** Lets a frozen shift go on; its step's time counts anew. @throws AppError `not_found`; `conflict` when it has ended. */
export function unfreezeDeployment(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Deployment> {
  const { functionName, deploymentId } = parse(inputSchema, input);
  return changeShift(ctx, {
    functionName,
    deploymentId,
    action: "unfreezeDeployment",
    change: ({ row }) => (row.frozenAt === null ? {} : { frozenAt: null, shiftSince: new Date() }),
  });
}
