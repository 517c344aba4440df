import { deleteLayer } from "@annex/aws";
import type { WorkerContext } from "../worker-context.ts";
import { lambdaLayerName } from "./lambda-layer-name.ts";

type ReapContext = Pick<WorkerContext, "db" | "cells" | "log">;

const nothing = new Uint8Array();

/** Removes a layer's version: from Lambda first, so that a worker that dies in between finds the row again. */
export async function reapLayerVersion(ctx: ReapContext, versionId: string): Promise<void> {
  const { operator } = ctx.db;
  const row = await operator.layerVersion.findUniqueOrThrow({
    where: { id: versionId },
    select: { tenant: { select: { key: true } } },
  });
  const name = lambdaLayerName(row.tenant?.key ?? null, versionId);
  // every cell: a publication may have died before it was written down
  for (const { id } of await operator.cell.findMany({ select: { id: true } }))
    await deleteLayer((await ctx.cells.open(id)).author, name);
  await operator.$transaction([
    operator.layerPublication.deleteMany({ where: { layerVersionId: versionId } }),
    operator.layerVersion.deleteMany({ where: { id: versionId, rollouts: { none: {} } } }),
    // a roll-out of the past goes on naming it
    operator.layerVersion.updateMany({ where: { id: versionId }, data: { bytes: nothing } }),
  ]);
  ctx.log("info", "layer removed", { name });
}

/** Removes versions that were deleted. One that fails does not hold up the others. */
export async function reapLayers(ctx: ReapContext): Promise<void> {
  const rows = await ctx.db.operator.layerVersion.findMany({
    where: { deletedAt: { not: null }, bytes: { not: nothing } },
    select: { id: true },
    take: 100,
  });
  for (const { id } of rows)
    await reapLayerVersion(ctx, id).catch((error) =>
      ctx.log("error", "layer", { layerVersionId: id, cause: String(error) }),
    );
}
