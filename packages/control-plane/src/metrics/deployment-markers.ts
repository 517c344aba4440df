import type { Metrics } from "@annex/contract";
import type { Tx } from "@annex/db";
import type { MetricsScope } from "@annex/telemetry";

/** More lines than this would hide the chart. */
const maxMarkers = 40;

/** The newest deployments that went active since `from`, oldest first; the label names what the scope leaves open. */
export async function deploymentMarkers(
  tx: Pick<Tx, "deployment">,
  from: Date,
  scope: MetricsScope,
): Promise<Metrics["deployments"]> {
  const rows = await tx.deployment.findMany({
    where: { ...scope, state: { in: ["active", "rolled_back"] }, finishedAt: { gte: from } },
    select: {
      kind: true,
      finishedAt: true,
      release: { select: { number: true } },
      function: { select: { name: true, tenant: { select: { slug: true } } } },
    },
    orderBy: { finishedAt: "desc" },
    take: maxMarkers,
  });
  return rows.reverse().flatMap(({ kind, finishedAt, release, function: fn }) => {
    if (!finishedAt) return [];
    const what = kind === "rollback" ? `back to release ${release.number}` : `release ${release.number}`;
    const name = scope.tenantId ? fn.name : `${fn.tenant.slug}/${fn.name}`;
    return [{ at: finishedAt.toISOString(), label: scope.functionId ? what : `${name} ${what}` }];
  });
}
