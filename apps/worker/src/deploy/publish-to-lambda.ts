import { ensureFunction, publishVersion } from "@annex/aws";
import type { OpenCell } from "../cells/cells.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { DeploymentWork } from "./deployment-work.ts";
import { wantedFunction } from "./wanted-function.ts";

/** Brings the function in Lambda to the release and publishes it as a version. Nothing that serves changes. */
export async function publishToLambda(ctx: WorkerContext, cell: OpenCell, work: DeploymentWork): Promise<string> {
  if (work.release.lambdaVersion) return `version ${work.release.lambdaVersion}, published before`;
  const wanted = await wantedFunction(ctx, cell, work);
  const { name, codeSha256 } = wanted;
  const done = await ensureFunction(cell.author, wanted);
  const description = `release ${work.release.number}`;
  const lambdaVersion = await publishVersion(cell.author, { name, codeSha256, description });
  await ctx.db.operator.release.update({ where: { id: work.releaseId }, data: { codeSha256, lambdaVersion } });
  return [...done, `PublishVersion: version ${lambdaVersion}`].join(", ");
}
