import { draftContentSchema } from "@annex/contract";
import { toJson } from "@annex/control-plane";
import { buildArtifact } from "../build/build-artifact.ts";
import { checkCodeSize } from "../build/check-code-size.ts";
import type { OpenCell } from "../cells/cells.ts";
import { loadLayers } from "../layers/load-layers.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { DeploymentWork } from "./deployment-work.ts";

/** Builds the release's artifact and keeps it; a release that was built by an earlier try is left as it is. */
export async function buildRelease(ctx: WorkerContext, cell: OpenCell, work: DeploymentWork): Promise<string> {
  const { tenantId, functionId, release } = work;
  if (release.artifactSha256) return "built before";
  const content = draftContentSchema.parse(release.content);
  const layers = await loadLayers(ctx, tenantId, content);
  const artifact = await buildArtifact(ctx, cell, { tenantId, functionId, content, layers });
  const { sha256, zip, packageLock } = artifact;
  const bytes = new Uint8Array(zip);
  const sizes = { sizeBytes: zip.length, unpackedBytes: artifact.unpackedBytes };
  const layerBytes = layers.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  await checkCodeSize(ctx, tenantId, { ...sizes, layerBytes });
  await ctx.db.operator.$transaction([
    ctx.db.operator.artifact.upsert({
      where: { tenantId_sha256: { tenantId, sha256 } },
      create: { tenantId, sha256, bytes, ...sizes },
      update: { namedAt: new Date() },
      select: { sha256: true },
    }),
    ctx.db.operator.release.update({
      where: { id: release.id },
      data: { artifactSha256: sha256, packageLock: toJson(packageLock) },
    }),
  ]);
  return artifact.summary;
}
