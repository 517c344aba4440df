import { draftContentSchema } from "@annex/contract";
import { toJson } from "@annex/control-plane";
import { buildArtifact } from "../build/build-artifact.ts";
import { checkCodeSize } from "../build/check-code-size.ts";
import type { OpenCell } from "../cells/cells.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { DeploymentWork } from "./deployment-work.ts";

/** Builds the release's artifact and keeps it; a release that was built by an earlier try is left as it is. */
export async function buildRelease(ctx: WorkerContext, cell: OpenCell, work: DeploymentWork): Promise<string> {
  const { tenantId, functionId, release } = work;
  if (release.artifactSha256) return "built before";
  const content = draftContentSchema.parse(release.content);
  const artifact = await buildArtifact(ctx, cell, { tenantId, functionId, content });
  const { sha256, zip, packageLock } = artifact;
  const bytes = new Uint8Array(zip);
  const sizes = { sizeBytes: zip.length, unpackedBytes: artifact.unpackedBytes };
  await checkCodeSize(ctx, tenantId, sizes);
  await ctx.db.operator.$transaction([
    ctx.db.operator.artifact.upsert({
      where: { tenantId_sha256: { tenantId, sha256 } },
      create: { tenantId, sha256, bytes, ...sizes },
      update: {},
      select: { sha256: true },
    }),
    ctx.db.operator.release.update({
      where: { id: release.id },
      data: { artifactSha256: sha256, packageLock: toJson(packageLock) },
    }),
  ]);
  return artifact.summary;
}
