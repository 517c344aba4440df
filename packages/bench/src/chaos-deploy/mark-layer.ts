import { buffer } from "node:stream/consumers";
import type { LayerReference } from "@annex/contract";
import { createLayer, createLayerVersion, type TenantContext } from "@annex/control-plane";
import { ZipArchive } from "archiver";

const folder = "nodejs/node_modules/chaos-mark";

/** A package that says which version of the layer it is in. */
async function zipOf(version: number): Promise<Uint8Array> {
  const archive = new ZipArchive();
  const manifest = { name: "chaos-mark", version: `${version}.0.0`, main: "index.js" };
  archive.append(JSON.stringify(manifest), { name: `${folder}/package.json` });
  archive.append(`exports.version = ${version};`, { name: `${folder}/index.js` });
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return new Uint8Array(bytes);
}

/** A layer of the tenant with two versions, neither of which is in Lambda yet. */
export async function createMarkLayer(ctx: TenantContext): Promise<LayerReference[]> {
  const { id: layerId, name } = await createLayer(ctx, { name: "chaos-mark" });
  for (const version of [1, 2]) {
    const bytes = await zipOf(version);
    await createLayerVersion(ctx, { layerId, message: "", runtimes: ["nodejs24.x"], bytes });
  }
  return [1, 2].map((version) => ({ layerId, name, version }));
}
