import type { TenantDeployment } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { deploymentInclude, toDeployment } from "../deployment/to-deployment.ts";

const most = 200;

/** The deployments of all of a tenant's functions, newest first. */
export function listTenantDeployments(ctx: Pick<TenantContext, "db">): Promise<TenantDeployment[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.deployment.findMany({
      include: { ...deploymentInclude, function: { select: { name: true } } },
      orderBy: { createdAt: "desc" },
      take: most,
    });
    return rows.map((row) => {
      const { id, kind, state, releaseNumber, message, failure, createdBy, createdAt, finishedAt } = toDeployment(row);
      const why = failure?.message ?? null;
      return {
        ...{ id, kind, state, releaseNumber, message, createdBy, createdAt, finishedAt },
        functionName: row.function.name,
        failure: why,
      };
    });
  });
}
