import { type LayerDiff, layerDiffQuerySchema, layerEntrySchema, packageLockSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { type LayerScope, tenantLayers, vendorLayers } from "../layer/layer-scope.ts";
import { loadLayer, loadLayerVersion } from "../layer/load-layer.ts";
import { diffEntries } from "./diff-entries.ts";
import { diffLocks } from "./diff-locks.ts";

const inputSchema = layerDiffQuerySchema.extend({ layerId: z.string() });
const entriesSchema = z.array(layerEntrySchema);
type Input = z.input<typeof inputSchema>;

function diff(scope: LayerScope, input: Input): Promise<LayerDiff> {
  const { layerId, from, to } = parse(inputSchema, input);
  return scope.run(async (tx) => {
    const { id } = await loadLayer(tx, scope, layerId);
    const before = await loadLayerVersion(tx, id, from);
    const after = await loadLayerVersion(tx, id, to);
    const changes = diffEntries(entriesSchema.parse(before.entries), entriesSchema.parse(after.entries));
    const sizes = { unpackedBytesBefore: before.unpackedBytes, unpackedBytesAfter: after.unpackedBytes };
    const packages = diffLocks(packageLockSchema.parse(before.packageLock), packageLockSchema.parse(after.packageLock));
    return { from, to, ...sizes, packages, changes };
  });
}

/** Which files two versions of a layer differ in. @throws AppError `not_found`. */
export function diffLayerVersions(ctx: TenantContext, input: Input): Promise<LayerDiff> {
  return diff(tenantLayers(ctx), input);
}

/** The same of a vendor's layer. @throws AppError `not_found`. */
export function diffVendorLayerVersions(ctx: OperatorContext, input: Input): Promise<LayerDiff> {
  return diff(vendorLayers(ctx), input);
}
