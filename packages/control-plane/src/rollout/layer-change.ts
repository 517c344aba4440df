import type { DraftContent } from "@annex/contract";
import type { ReleaseChange } from "./release-change.ts";

interface LayerVersionRow {
  readonly id: string;
  readonly number: number;
  readonly layer: { readonly id: string; readonly name: string };
}

/** A newer version of a layer, where an older one is used. */
export function layerChange({ id: versionId, number, layer }: LayerVersionRow): ReleaseChange {
  const isOld = (used: DraftContent["layers"][number]) => used.layerId === layer.id && used.version < number;
  const before = ({ layers }: DraftContent) => layers.find(({ layerId }) => layerId === layer.id)?.version;
  return {
    change(content) {
      if (!content.layers.some(isOld)) return null;
      return { ...content, layers: content.layers.map((used) => (isOld(used) ? { ...used, version: number } : used)) };
    },
    already: "It has this version already, or a newer one.",
    message: (content) => `Layer ${layer.name}: version ${before(content)} to ${number}`,
    ...{ keepsArtifact: true, layer: { id: layer.id, versionId }, mayBeKept: false, action: "upgradeLayer" },
    detail: (content) => ({ layer: layer.name, from: before(content), to: number }),
    target: `layer:${layer.name}`,
  };
}
