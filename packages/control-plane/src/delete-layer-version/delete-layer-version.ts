import { AppError, ordinalParamSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { type LayerScope, tenantLayers, vendorLayers } from "../layer/layer-scope.ts";
import { loadLayerVersion, loadOwnLayer } from "../layer/load-layer.ts";
import { lockVersion } from "../layer/lock-version.ts";
import { rolloutsUnderWay } from "../rollout/under-way.ts";
import { layerUsers } from "./layer-users.ts";

const inputSchema = z.object({ layerId: z.string(), number: ordinalParamSchema });
type Input = z.input<typeof inputSchema>;

function inUse(number: number, users: readonly string[]): AppError {
  const message = `Version ${number} is used by ${users.join(", ")}. A release that could be rolled back to keeps its layers.`;
  return new AppError("conflict", message, { errors: users.map((user) => ({ path: user, message: "uses it" })) });
}

/** Operators roll their own layers out, and nobody else's. @throws AppError `conflict`. */
async function checkNoRollout(tx: Tx, layerVersionId: string, number: number): Promise<void> {
  const where = { layerVersionId, state: { in: [...rolloutsUnderWay] } };
  if ((await tx.rollout.count({ where })) === 0) return;
  throw new AppError("conflict", `Version ${number} is being rolled out. Let that come to its end, or cancel it.`);
}

function remove(scope: LayerScope, action: string, input: Input): Promise<void> {
  const { layerId, number } = parse(inputSchema, input);
  return scope.run(async (tx) => {
    const { id, name } = await loadOwnLayer(tx, scope, layerId);
    const version = await loadLayerVersion(tx, id, number);
    // a release or a roll-out that is being made with it is either seen here, or sees that it is deleted
    await lockVersion(tx, version.id);
    if (scope.tenantId === null) await checkNoRollout(tx, version.id, number);
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

/**
 * The same for a vendor's layer; functions are named with their tenant. @throws AppError as `deleteLayerVersion`, and
 * `conflict` while it is being rolled out.
 */
export function deleteVendorLayerVersion(ctx: OperatorContext, input: Input): Promise<void> {
  return remove(vendorLayers(ctx), "deleteVendorLayerVersion", input);
}
