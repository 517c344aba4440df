import { AppError, type Layer } from "@annex/contract";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { type LayerScope, tenantLayers, vendorLayers } from "../layer/layer-scope.ts";
import { loadLayer, toLayers } from "../layer/load-layer.ts";

interface Which {
  readonly layerId: string;
}

function get(scope: LayerScope, { layerId }: Which): Promise<Layer> {
  return scope.run(async (tx) => {
    const [layer] = await toLayers(tx, [await loadLayer(tx, scope, layerId)]);
    if (!layer) throw new AppError("internal", "The layer is not there.");
    return layer;
  });
}

/** A layer with its versions, newest first. @throws AppError `not_found`. */
export function getLayer(ctx: TenantContext, which: Which): Promise<Layer> {
  return get(tenantLayers(ctx), which);
}

/** A vendor's layer. @throws AppError `not_found`. */
export function getVendorLayer(ctx: OperatorContext, which: Which): Promise<Layer> {
  return get(vendorLayers(ctx), which);
}
