import type { WantedFunction } from "@annex/aws";
import { AppError, draftContentSchema } from "@annex/contract";
import { usableCredentials } from "@annex/control-plane";
import { codeSha256Of } from "@annex/control-plane/zip";
import { egressOf } from "../build/egress-of.ts";
import type { OpenCell } from "../cells/cells.ts";
import { layerArns } from "../layers/layer-arns.ts";
import { loadLayers } from "../layers/load-layers.ts";
import { egressText } from "../runners/platform-runners.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { DeploymentWork } from "./deployment-work.ts";

/** The part of a deployment, or of a function and its release, that says what shall be in Lambda. */
export type Deployable = Pick<DeploymentWork, "tenantId" | "functionId" | "releaseId" | "function">;

/** The tags that each function of a tenant has in Lambda. */
export function tagsOf({ name, tenant }: DeploymentWork["function"]): Record<string, string> {
  return { tenant: tenant.slug, function: name, plan: tenant.planKey, "managed-by": "annex" };
}

/** A release as its function shall be in Lambda. @throws AppError `not_found` when its artifact is gone. */
export async function wantedFunction(ctx: WorkerContext, cell: OpenCell, work: Deployable): Promise<WantedFunction> {
  const { tenantId, functionId } = work;
  const { artifactSha256, content: saved } = await ctx.db.operator.release.findUniqueOrThrow({
    where: { id: work.releaseId },
  });
  const sha256 = artifactSha256 ?? "";
  const artifact = await ctx.db.operator.artifact.findUnique({ where: { tenantId_sha256: { tenantId, sha256 } } });
  if (!artifact) throw new AppError("not_found", "The built artifact of this release is gone. Deploy again.");
  const content = draftContentSchema.parse(saved);
  const credentials = await ctx.db.forTenant(tenantId).run((tx) => usableCredentials(tx, functionId));
  const oauth2 = new Set(credentials.filter(({ kind }) => kind === "oauth2_client").map(({ name }) => name));
  const layers = await loadLayers(ctx, tenantId, content);
  const egress = egressText(egressOf(content, oauth2));
  return {
    name: work.function.lambdaName,
    runtime: content.runtime,
    handler: content.handler,
    memoryMb: content.memoryMb,
    timeoutMs: content.timeoutMs,
    environment: { ...content.environment, ...(egress === "" ? {} : { ANNEX_EGRESS_ALLOW: egress }) },
    tags: tagsOf(work.function),
    layers: await layerArns(
      ctx,
      cell,
      layers.map(({ versionId }) => versionId),
    ),
    zip: artifact.bytes,
    codeSha256: codeSha256Of(artifact.bytes),
  };
}
