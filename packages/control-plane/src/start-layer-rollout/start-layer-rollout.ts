import { AppError, type LayerRollout, startLayerRolloutSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { vendorLayers } from "../layer/layer-scope.ts";
import { loadLayer, loadLayerVersion } from "../layer/load-layer.ts";
import { lockVersion } from "../layer/lock-version.ts";
import { rolloutInclude, toRollouts } from "../layer-rollout/to-rollout.ts";
import { rolloutsUnderWay } from "../rollout/under-way.ts";

const inputSchema = startLayerRolloutSchema.extend({ layerId: z.string() });

/** Two at once would take each other's functions. */
async function checkNoOther(tx: Tx, layerId: string, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`layer-rollouts:${layerId}`}, 0))`;
  const other = await tx.rollout.findFirst({
    where: { state: { in: [...rolloutsUnderWay] }, version: { layerId } },
    select: { version: { select: { number: true } } },
  });
  if (!other) return;
  const message = `Version ${other.version?.number} of ${name} is being rolled out. Let it come to its end, or cancel it.`;
  throw new AppError("conflict", message);
}

/** Every function whose live release has an older version of the layer, tenant by tenant; @returns how many. */
function addItems(tx: Tx, rolloutId: string, layerId: string, number: number): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO rollout_items (rollout_id, position, tenant_id, function_id)
    SELECT ${rolloutId}::uuid, row_number() OVER (ORDER BY t.slug, f.name) - 1, f.tenant_id, f.id
    FROM functions f JOIN tenants t ON t.id = f.tenant_id
    WHERE f.deleted_at IS NULL AND EXISTS (
      SELECT FROM release_layers l JOIN layer_versions v ON v.id = l.layer_version_id
      WHERE l.release_id = f.live_release_id AND v.layer_id = ${layerId}::uuid AND v.number < ${number})`;
}

/**
 * Begins to bring a version of a vendor's layer to every function that uses an older one; the worker carries it out,
 * wave by wave.
 * @throws AppError `conflict` while another roll-out of the layer has not ended, or when no function uses an older
 * version; `not_found`.
 */
export function startLayerRollout(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<LayerRollout> {
  const { layerId, version: number, waveSize, pauseSeconds, maxFailureRate, shift } = parse(inputSchema, input);
  const scope = vendorLayers(ctx);
  return scope.run(async (tx) => {
    const { id, name } = await loadLayer(tx, scope, layerId);
    await lockVersion(tx, (await loadLayerVersion(tx, id, number)).id);
    const version = await loadLayerVersion(tx, id, number); // who held it may have deleted it
    await checkNoOther(tx, id, name);
    const row = await tx.rollout.create({
      data: {
        ...{ id: newId(), layerVersionId: version.id, waveSize, pauseSeconds, maxFailureRate },
        ...{ createdBy: scope.actor, ...(shift ? { shiftPlan: toJson(shift) } : {}) },
      },
      include: rolloutInclude,
    });
    const functions = await addItems(tx, row.id, id, number);
    if (functions === 0)
      throw new AppError("conflict", `No function uses an older version of ${name}: there is nothing to roll out.`);
    const detail = { rollout: row.id, version: number, functions, waveSize, pauseSeconds, maxFailureRate };
    await scope.audit(tx, "startLayerRollout", name, detail);
    const [rollout] = await toRollouts(tx, [row]);
    if (!rollout) throw new AppError("internal", "The roll-out is not there.");
    return rollout;
  });
}
