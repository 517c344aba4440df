import { type DraftContent, type FieldError, type LayerReference, lambdaCode } from "@annex/contract";
import type { Tx } from "@annex/db";
import { lockVersion } from "./lock-version.ts";

/** A version that a release gets. */
export interface PinnedLayer {
  readonly versionId: string;
  readonly unpackedBytes: number;
}

interface Pinned {
  readonly layers: readonly PinnedLayer[];
  readonly errors: readonly FieldError[];
}

const mb = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`;

function findVersion(tx: Tx, { layerId, name, version }: LayerReference) {
  return tx.layerVersion.findFirst({
    where: { layerId, number: version, deletedAt: null, layer: { name } },
    select: { id: true, unpackedBytes: true, runtimes: true },
  });
}

/** The code's size where it is known before a build: that of an uploaded zip. */
function knownCodeBytes({ source }: DraftContent): number {
  return source.kind === "zip" ? source.entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) : 0;
}

function sizeErrors(content: DraftContent, layers: readonly PinnedLayer[]): FieldError[] {
  const layerBytes = layers.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  const bytes = layerBytes + knownCodeBytes(content);
  if (bytes <= lambdaCode.unpackedBytes) return [];
  const message = `Code and layers have ${mb(bytes)} unpacked, and Lambda takes 250 MB. Remove a layer.`;
  return [{ path: "layers", message }];
}

/**
 * The versions that a draft names, as rows of this tenant or the vendor; what is wrong with them at its place
 * (`layers.0`). Each is held until the transaction ends.
 */
export async function pinLayers(tx: Tx, content: DraftContent): Promise<Pinned> {
  const layers: PinnedLayer[] = [];
  const errors: FieldError[] = [];
  for (const [at, reference] of content.layers.entries()) {
    const path = `layers.${at}`;
    const { name, version } = reference;
    const first = await findVersion(tx, reference);
    if (first) await lockVersion(tx, first.id);
    const found = first && (await findVersion(tx, reference));
    if (!found) errors.push({ path, message: `There is no version ${version} of a layer ${name}.` });
    else if (!found.runtimes.includes(content.runtime))
      errors.push({ path, message: `Version ${version} of the layer ${name} is not for ${content.runtime}.` });
    else layers.push({ versionId: found.id, unpackedBytes: found.unpackedBytes });
    if (content.layers.slice(0, at).some(({ layerId }) => layerId === reference.layerId))
      errors.push({ path, message: `The layer ${name} is there twice.` });
  }
  return { layers, errors: [...errors, ...sizeErrors(content, layers)] };
}
