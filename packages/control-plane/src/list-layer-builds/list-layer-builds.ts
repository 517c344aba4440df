import type { LayerBuild } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { tenantLayers } from "../layer/layer-scope.ts";
import { loadLayer } from "../layer/load-layer.ts";
import { toLayerBuild } from "../layer-build/to-layer-build.ts";

const mostShown = 20;

/** The versions of a layer that were asked to be made from packages, newest first, at most 20. @throws AppError `not_found`. */
export function listLayerBuilds(ctx: TenantContext, { layerId }: { layerId: string }): Promise<LayerBuild[]> {
  const scope = tenantLayers(ctx);
  return scope.run(async (tx) => {
    const { id } = await loadLayer(tx, scope, layerId);
    const where = { layerId: id };
    const rows = await tx.layerBuild.findMany({ where, orderBy: { createdAt: "desc" }, take: mostShown });
    return rows.map(toLayerBuild);
  });
}
