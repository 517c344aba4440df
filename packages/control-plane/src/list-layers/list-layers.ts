import type { Layer } from "@annex/contract";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { type LayerScope, tenantLayers, vendorLayers } from "../layer/layer-scope.ts";
import { layerInclude, toLayers } from "../layer/load-layer.ts";

function list(scope: LayerScope): Promise<Layer[]> {
  const where = scope.tenantId === null ? { tenantId: null } : {};
  return scope.run(async (tx) => {
    const rows = await tx.layer.findMany({ where, include: layerInclude, orderBy: { name: "asc" }, take: 500 });
    return toLayers(tx, rows);
  });
}

/** The layers that a tenant's functions may have: its own and the vendor's. `usedBy` counts its own functions. */
export function listLayers(ctx: TenantContext): Promise<Layer[]> {
  return list(tenantLayers(ctx));
}

/** The vendor's layers. `usedBy` counts the functions of all tenants. */
export function listVendorLayers(ctx: OperatorContext): Promise<Layer[]> {
  return list(vendorLayers(ctx));
}
