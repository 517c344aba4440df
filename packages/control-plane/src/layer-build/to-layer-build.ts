import { type LayerBuild, layerBuildSchema } from "@annex/contract";
import type { LayerBuild as Row } from "@annex/db";

/** A version that is made from packages, as the portal shows it. */
export function toLayerBuild({ tenantId: _, layerId: __, createdAt, ...row }: Row): LayerBuild {
  return layerBuildSchema.parse({ ...row, createdAt: createdAt.toISOString() });
}
