import { ensureLayer } from "@annex/aws";
import { runtimeSchema } from "@annex/contract";
import { z } from "zod";
import type { OpenCell } from "../cells/cells.ts";
import type { WorkerContext } from "../worker-context.ts";
import { lambdaLayerName } from "./lambda-layer-name.ts";

const runtimesSchema = z.array(runtimeSchema);

async function publish(ctx: WorkerContext, { author, cellId }: OpenCell, versionId: string): Promise<string> {
  const key = { layerVersionId_cellId: { layerVersionId: versionId, cellId } };
  const known = await ctx.db.operator.layerPublication.findUnique({ where: key });
  if (known) return known.arn;
  const row = await ctx.db.operator.layerVersion.findUniqueOrThrow({
    where: { id: versionId },
    include: { layer: true, tenant: { select: { key: true } } },
  });
  const arn = await ensureLayer(author, {
    name: lambdaLayerName(row.tenant?.key ?? null, versionId),
    description: `${row.layer.name} version ${row.number}`,
    runtimes: runtimesSchema.parse(row.runtimes),
    zip: row.bytes,
  });
  const create = { layerVersionId: versionId, cellId, arn };
  await ctx.db.operator.layerPublication.upsert({ where: key, create, update: { arn } });
  return arn;
}

/** The layers' ARNs in a cell, in order; those that are not there yet are published. */
export async function layerArns(ctx: WorkerContext, cell: OpenCell, versionIds: readonly string[]): Promise<string[]> {
  const arns: string[] = [];
  for (const versionId of versionIds) arns.push(await publish(ctx, cell, versionId));
  return arns;
}
