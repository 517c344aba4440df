import { type FunctionDetail, retryPolicySchema } from "@annex/contract";
import type { Function as FunctionRow, Tx } from "@annex/db";
import type { TenantContext } from "../context/tenant-context.ts";
import { deploymentInclude, toDeployment } from "../deployment/to-deployment.ts";
import { toDraft } from "../draft/to-draft.ts";
import { loadExtensionPoint } from "../function/load-extension-point.ts";
import { loadFunction } from "../function/load-function.ts";
import { listedReleases } from "../list-releases/listed-releases.ts";

/** The size of the newest release that was built, unpacked. */
async function builtBytesOf(tx: Tx, functionId: string): Promise<number | null> {
  const built = await tx.release.findFirst({
    where: { functionId, artifactSha256: { not: null } },
    orderBy: { number: "desc" },
    select: { artifactSha256: true },
  });
  if (!built?.artifactSha256) return null;
  const where = { sha256: built.artifactSha256 };
  return (await tx.artifact.findFirst({ where, select: { unpackedBytes: true } }))?.unpackedBytes ?? null;
}

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
  const cell = await tx.cell.findUniqueOrThrow({ where: { id: row.cellId }, select: { name: true, endpoint: true } });
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    lambdaName: row.lambdaName,
    cell: cell.name,
    keepsEgressList: cell.endpoint !== null,
    draft,
    liveRelease,
    latestDeployment: latest ? toDeployment(latest) : null,
    builtBytes: await builtBytesOf(tx, functionId),
    extensionPoint: key === null ? null : await loadExtensionPoint(tx, key),
    bound: (await tx.binding.count({ where: { functionId, enabled: true } })) > 0,
    requiresPassingTests: row.requiresPassingTests,
    keepsRuntime: row.keepsRuntime,
    retryPolicy: retryPolicySchema.nullable().parse(row.retryPolicy),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  };
}

/** @throws AppError `not_found`. */
export function getFunction(ctx: TenantContext, { functionName }: { functionName: string }): Promise<FunctionDetail> {
  return ctx.db.run(async (tx) => detailOf(tx, await loadFunction(tx, functionName)));
}
