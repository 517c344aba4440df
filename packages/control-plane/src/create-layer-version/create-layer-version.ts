import { AppError, type Layer, runtimeSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { addVersion } from "../layer/add-version.ts";
import { type LayerScope, tenantLayers, vendorLayers } from "../layer/layer-scope.ts";
import { loadLayer, loadOwnLayer, toLayers } from "../layer/load-layer.ts";
import { readZip } from "../upload-zip/read-zip.ts";

const inputSchema = z.object({
  layerId: z.string(),
  message: z.string().max(300),
  runtimes: z.array(runtimeSchema).min(1),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, "There is no file."),
});
type Input = z.input<typeof inputSchema>;

async function create(scope: LayerScope, action: string, input: Input): Promise<Layer> {
  const { layerId, bytes, ...more } = parse(inputSchema, input);
  const entries = await readZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return scope.run(async (tx) => {
    const { id, name, tenantId } = await loadOwnLayer(tx, scope, layerId);
    const { actor: createdBy } = scope;
    const { number, sha256 } = await addVersion(tx, { layerId: id, tenantId, bytes, entries, createdBy, ...more });
    await scope.audit(tx, action, name, { version: number, sha256, sizeBytes: bytes.length });
    const [layer] = await toLayers(tx, [await loadLayer(tx, scope, id)]);
    if (!layer) throw new AppError("internal", "The layer is not there.");
    return layer;
  });
}

/**
 * Makes a zip the next version of a tenant's layer: its folders are what functions find below /opt (`nodejs`, `python`,
 * `bin`, `lib`). Nothing that runs changes.
 * @throws AppError `not_found`; `forbidden` for the vendor's; `payload_too_large` and `invalid_request` as `uploadZip`.
 */
export function createLayerVersion(ctx: TenantContext, input: Input): Promise<Layer> {
  return create(tenantLayers(ctx), "createLayerVersion", input);
}

/** The same for a vendor's layer. @throws AppError as `createLayerVersion`. */
export function createVendorLayerVersion(ctx: OperatorContext, input: Input): Promise<Layer> {
  return create(vendorLayers(ctx), "createVendorLayerVersion", input);
}
