import { ensureFunction, publishVersion, type WantedFunction } from "@annex/aws";
import { AppError, draftContentSchema } from "@annex/contract";
import { usableCredentials } from "@annex/control-plane";
import { egressOf } from "../build/egress-of.ts";
import type { OpenCell } from "../cells/cells.ts";
import { egressText } from "../runners/platform-runners.ts";
import { codeSha256Of } from "../runners/zip/make-zip.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { DeploymentWork } from "./deployment-work.ts";

async function wantedFunction(ctx: WorkerContext, work: DeploymentWork): Promise<WantedFunction> {
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
  const egress = egressText(egressOf(content, oauth2));
  return {
    name: work.function.lambdaName,
    runtime: content.runtime,
    handler: content.handler,
    memoryMb: content.memoryMb,
    timeoutMs: content.timeoutMs,
    environment: { ...content.environment, ...(egress === "" ? {} : { ANNEX_EGRESS_ALLOW: egress }) },
    tags: {
      tenant: work.function.tenant.slug,
      function: work.function.name,
      plan: work.function.tenant.planKey,
      "managed-by": "annex",
    },
    zip: artifact.bytes,
    codeSha256: codeSha256Of(artifact.bytes),
  };
}

/** Brings the function in Lambda to the release and publishes it as a version. Nothing that serves changes. */
export async function publishToLambda(ctx: WorkerContext, { author }: OpenCell, work: DeploymentWork): Promise<string> {
  if (work.release.lambdaVersion) return `version ${work.release.lambdaVersion}, published before`;
  const wanted = await wantedFunction(ctx, work);
  const { name, codeSha256 } = wanted;
  const done = await ensureFunction(author, wanted);
  const description = `release ${work.release.number}`;
  const lambdaVersion = await publishVersion(author, { name, codeSha256, description });
  await ctx.db.operator.release.update({ where: { id: work.releaseId }, data: { codeSha256, lambdaVersion } });
  return [...done, `PublishVersion: version ${lambdaVersion}`].join(", ");
}
