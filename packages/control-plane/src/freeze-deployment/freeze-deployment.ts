import type { Deployment } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { changeShift } from "../deployment/change-shift.ts";

const inputSchema = z.object({ functionName: z.string(), deploymentId: z.uuid("There is no such deployment.") });

/**
 * Keeps a shift at the share that it has, until it is released, promoted or aborted; its guard goes on watching.
 * @throws AppError `not_found`; `conflict` when it has ended.
 */
export function freezeDeployment(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Deployment> {
  const { functionName, deploymentId } = parse(inputSchema, input);
  const change = ({ row }: { row: { frozenAt: Date | null } }) => ({ frozenAt: row.frozenAt ?? new Date() });
  return changeShift(ctx, { functionName, deploymentId, action: "freezeDeployment", change });
}
