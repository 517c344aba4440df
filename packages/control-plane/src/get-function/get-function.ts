import type { FunctionDetail } from "@annex/contract";
import type { Function as FunctionRow, Tx } from "@annex/db";
import type { TenantContext } from "../context/tenant-context.ts";
import { deploymentInclude, toDeployment } from "../deployment/to-deployment.ts";
import { toDraft } from "../draft/to-draft.ts";
import { loadExtensionPoint } from "../function/load-extension-point.ts";
import { loadFunction } from "../function/load-function.ts";
import { listedReleases } from "../list-releases/listed-releases.ts";

async function detailOf(tx: Tx, row: FunctionRow): Promise<FunctionDetail> {
  const functionId = row.id;
  const draft = toDraft(await tx.draft.findUniqueOrThrow({ where: { functionId } }));
  const key = draft.content.extensionPointKey;
  const latest = await tx.deployment.findFirst({
    where: { functionId },
    orderBy: { createdAt: "desc" },
    include: deploymentInclude,
  });
  const [liveRelease = null] = row.liveReleaseId ? await listedReleases(tx, row, { id: row.liveReleaseId }) : [];
  const cell = await tx.cell.findUniqueOrThrow({ where: { id: row.cellId }, select: { name: true } });
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    lambdaName: row.lambdaName,
    cell: cell.name,
    draft,
    liveRelease,
    latestDeployment: latest ? toDeployment(latest) : null,
    extensionPoint: key === null ? null : await loadExtensionPoint(tx, key),
    bound: (await tx.binding.count({ where: { functionId, enabled: true } })) > 0,
    requiresPassingTests: row.requiresPassingTests,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  };
}

/** @throws AppError `not_found`. */
export function getFunction(ctx: TenantContext, { functionName }: { functionName: string }): Promise<FunctionDetail> {
  return ctx.db.run(async (tx) => detailOf(tx, await loadFunction(tx, functionName)));
}
