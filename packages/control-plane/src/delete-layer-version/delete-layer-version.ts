import { AppError, ordinalParamSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { type LayerScope, tenantLayers, vendorLayers } from "../layer/layer-scope.ts";
import { loadLayerVersion, loadOwnLayer } from "../layer/load-layer.ts";
import { lockVersion } from "../layer/lock-version.ts";
import { layerUsers } from "./layer-users.ts";

const inputSchema = z.object({ layerId: z.string(), number: ordinalParamSchema });
type Input = z.input<typeof inputSchema>;

function inUse(number: number, users: readonly string[]): AppError {
  const message = `Version ${number} is used by ${users.join(", ")}. A release that could be rolled back to keeps its layers.`;
  return new AppError("conflict", message, { errors: users.map((user) => ({ path: user, message: "uses it" })) });
}

function remove(scope: LayerScope, action: string, input: Input): Promise<void> {
  const { layerId, number } = parse(inputSchema, input);
  return scope.run(async (tx) => {
    const { id, name } = await loadOwnLayer(tx, scope, layerId);
    const version = await loadLayerVersion(tx, id, number);
    // a release that is being made with it is either seen here, or sees that it is deleted
    await lockVersion(tx, version.id);
    const users = await layerUsers(tx, version, scope.tenantId === null);
    if (users.length > 0) throw inUse(number, users);
    // its bytes are in no release: gone with the row once every cell is rid of it
    await tx.layerVersion.updateMany({ where: { id: version.id }, data: { deletedAt: new Date() } });
    await scope.audit(tx, action, name, { version: number });
  });
}

/**
 * Deletes a version that no release and no draft has; the worker removes it from the cells.
 * @throws AppError `conflict` that names who uses it; `not_found`; `forbidden` for the vendor's.
 */
export function deleteLayerVersion(ctx: TenantContext, input: Input): Promise<void> {
  return remove(tenantLayers(ctx), "deleteLayerVersion", input);
}

/** The same for a vendor's layer; functions are named with their tenant. @throws AppError as `deleteLayerVersion`. */
export function deleteVendorLayerVersion(ctx: OperatorContext, input: Input): Promise<void> {
  return remove(vendorLayers(ctx), "deleteVendorLayerVersion", input);
}
