import type { LayerRollout } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { vendorLayers } from "../layer/layer-scope.ts";
import { loadLayer } from "../layer/load-layer.ts";
import { rolloutInclude, toRollouts } from "../layer-rollout/to-rollout.ts";

/** The last fifty roll-outs of a vendor's layer, newest first. @throws AppError `not_found`. */
export function listLayerRollouts(ctx: OperatorContext, { layerId }: { layerId: string }): Promise<LayerRollout[]> {
  const scope = vendorLayers(ctx);
  return scope.run(async (tx) => {
    const { id } = await loadLayer(tx, scope, layerId);
    const where = { version: { layerId: id } };
    const rows = await tx.rollout.findMany({
      ...{ where, include: rolloutInclude, orderBy: { createdAt: "desc" }, take: 50 },
    });
    return toRollouts(tx, rows);
  });
}
