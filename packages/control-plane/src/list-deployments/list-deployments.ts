import type { Deployment } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { deploymentInclude, toDeployment } from "../deployment/to-deployment.ts";
import { loadFunction } from "../function/load-function.ts";

/** The newest fifty deployments, newest first. @throws AppError `not_found`. */
export function listDeployments(ctx: TenantContext, { functionName }: { functionName: string }): Promise<Deployment[]> {
  return ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    const rows = await tx.deployment.findMany({
      where: { functionId: id },
      orderBy: { createdAt: "desc" },
      include: deploymentInclude,
      take: 50,
    });
    return rows.map(toDeployment);
  });
}
