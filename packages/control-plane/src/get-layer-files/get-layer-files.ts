import {
  AppError,
  type LayerEntry,
  layerEntrySchema,
  layerFileQuerySchema,
  ordinalParamSchema,
  type ZipFile,
} from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { type LayerScope, tenantLayers, vendorLayers } from "../layer/layer-scope.ts";
import { loadLayer, loadLayerVersion } from "../layer/load-layer.ts";
import { readZipText } from "../upload-zip/read-zip-text.ts";

const versionSchema = z.object({ layerId: z.string(), number: ordinalParamSchema });
const fileSchema = versionSchema.extend(layerFileQuerySchema.shape);
type Version = z.input<typeof versionSchema>;
type File = z.input<typeof fileSchema>;

function list(scope: LayerScope, input: Version): Promise<LayerEntry[]> {
  const { layerId, number } = parse(versionSchema, input);
  return scope.run(async (tx) => {
    const { id } = await loadLayer(tx, scope, layerId);
    const { entries } = await loadLayerVersion(tx, id, number);
    return z.array(layerEntrySchema).parse(entries);
  });
}

function get(scope: LayerScope, action: string, input: File): Promise<ZipFile> {
  const { layerId, number, path } = parse(fileSchema, input);
  return scope.run(async (tx) => {
    const { id, name } = await loadLayer(tx, scope, layerId);
    const { entries, bytes } = await loadLayerVersion(tx, id, number);
    const entry = z
      .array(layerEntrySchema)
      .parse(entries)
      .find((candidate) => candidate.path === path);
    if (!entry) throw new AppError("not_found", `The layer holds no file ${path}.`);
    await scope.auditReading(tx, action, name);
    return readZipText(bytes, entry);
  });
}

/** What is in a version of a layer. @throws AppError `not_found`. */
export function listLayerFiles(ctx: TenantContext, input: Version): Promise<LayerEntry[]> {
  return list(tenantLayers(ctx), input);
}

/** A file of a version; that it was read is audited. @throws AppError `not_found`. */
export function getLayerFile(ctx: TenantContext, input: File): Promise<ZipFile> {
  return get(tenantLayers(ctx), "getLayerFile", input);
}

/** What is in a version of a vendor's layer. @throws AppError `not_found`. */
export function listVendorLayerFiles(ctx: OperatorContext, input: Version): Promise<LayerEntry[]> {
  return list(vendorLayers(ctx), input);
}

/** A file of a vendor's layer; that it was read is audited. @throws AppError `not_found`. */
export function getVendorLayerFile(ctx: OperatorContext, input: File): Promise<ZipFile> {
  return get(vendorLayers(ctx), "getVendorLayerFile", input);
}
