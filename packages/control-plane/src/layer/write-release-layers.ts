import type { Tx } from "@annex/db";
import type { PinnedLayer } from "./pinned-layers.ts";

interface Owner {
  readonly tenantId: string;
  readonly releaseId: string;
}

/** Keeps which versions a release has: while it does, they cannot be deleted. */
export async function writeReleaseLayers(tx: Tx, owner: Owner, layers: readonly PinnedLayer[]): Promise<void> {
  const data = layers.map(({ versionId }, position) => ({ ...owner, position, layerVersionId: versionId }));
  if (data.length > 0) await tx.releaseLayer.createMany({ data });
}
