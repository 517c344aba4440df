import { ensureFunction, ensureTags, pointAlias, publishVersion, readVersion } from "@annex/aws";
import { recordAudit } from "@annex/control-plane";
import type { OpenCell } from "../cells/cells.ts";
import { tagsOf, wantedFunction } from "../deploy/wanted-function.ts";
import type { WorkerContext } from "../worker-context.ts";
import { findDrift, servingReleases, wantedWeights } from "./find-drift.ts";
import { isLive, type LiveFunction, liveInclude } from "./live-function.ts";

async function loadLive(ctx: WorkerContext, id: string): Promise<LiveFunction | null> {
  const row = await ctx.db.operator.function.findUnique({ where: { id }, include: liveInclude });
  return isLive(row) ? row : null;
}

/** Publishes a release again; its new version is what serves. */
async function publishAgain(ctx: WorkerContext, cell: OpenCell, row: LiveFunction, releaseId: string): Promise<void> {
  const { tenantId, id: functionId } = row;
  const wanted = await wantedFunction(ctx, cell, { tenantId, functionId, releaseId, function: row });
  await ensureFunction(cell.author, wanted);
  const { name, codeSha256 } = wanted;
  const release = servingReleases(row).find(({ id }) => id === releaseId);
  const description = `release ${release?.number}`;
  const lambdaVersion = await publishVersion(cell.author, { name, codeSha256, description });
  await ctx.db.operator.release.update({ where: { id: releaseId }, data: { codeSha256, lambdaVersion } });
}

/** Versions of a function that was deleted are gone with it: those releases are published again when somebody rolls back. */
async function forgetVersions(ctx: WorkerContext, row: LiveFunction): Promise<void> {
  const serving = servingReleases(row).map(({ id }) => id);
  const where = { functionId: row.id, id: { notIn: serving }, lambdaVersion: { not: null } };
  await ctx.db.operator.release.updateMany({ where, data: { lambdaVersion: null } });
}

async function pointBack({ author }: OpenCell, row: LiveFunction): Promise<void> {
  const [weight] = Object.entries(wantedWeights(row));
  await pointAlias(author, {
    ...{ name: row.lambdaName, alias: "live", version: row.liveRelease.lambdaVersion ?? "" },
    ...(weight ? { other: { version: weight[0], weight: weight[1] } } : {}),
  });
}

async function arnOf({ author }: OpenCell, row: LiveFunction): Promise<string | null> {
  const version = await readVersion(author, row.lambdaName, row.liveRelease.lambdaVersion ?? "");
  return version?.functionArn ?? null;
}

/**
 * Compares one serving function with Lambda and makes Lambda as the database says: lost versions are published again,
 * the alias and the tags put right. Called under the function's lock. @returns what was found; nothing where all is right.
 */
export async function repairFunction(ctx: WorkerContext, functionId: string): Promise<readonly string[]> {
  const row = await loadLive(ctx, functionId);
  if (!row) return [];
  const cell = await ctx.cells.open(row.cellId);
  const drift = await findDrift(cell, row);
  if (drift.functionArn === null) await forgetVersions(ctx, row);
  for (const releaseId of drift.lostReleases) await publishAgain(ctx, cell, row, releaseId);
  const repaired = (await loadLive(ctx, functionId)) ?? row;
  if (drift.aliasMoved || drift.lostReleases.length > 0) await pointBack(cell, repaired);
  const arn = drift.functionArn ?? (await arnOf(cell, repaired));
  const tags = arn === null ? [] : await ensureTags(cell.author, { arn, tags: tagsOf(row) });
  const found = [...drift.found, ...(tags.length > 0 ? [`the tags ${tags.join(", ")} were not right`] : [])];
  if (found.length > 0) await tell(ctx, row, found);
  return found;
}

async function tell(ctx: WorkerContext, { tenantId, name, lambdaName }: LiveFunction, found: readonly string[]) {
  ctx.log("error", "drift repaired", { lambdaName, found });
  const target = `function:${name}`;
  await ctx.db.operator.$transaction((tx) =>
    recordAudit(tx, { tenantId, actor: "system:worker", action: "repairFunction", target, detail: { found } }),
  );
}
