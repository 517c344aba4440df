import { AppError, type Deployment } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { deploymentInclude, toDeployment } from "../deployment/to-deployment.ts";
import { loadFunction } from "../function/load-function.ts";

const inputSchema = z.object({ functionName: z.string(), deploymentId: z.uuid("There is no such deployment.") });

/** @throws AppError `not_found`. */
export async function getDeployment(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Deployment> {
  const { functionName, deploymentId } = parse(inputSchema, input);
  const row = await ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    return tx.deployment.findFirst({ where: { id: deploymentId, functionId }, include: deploymentInclude });
  });
  if (!row) throw new AppError("not_found", "There is no such deployment.");
  return toDeployment(row);
}
