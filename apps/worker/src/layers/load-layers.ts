import { AppError, type DraftContent } from "@annex/contract";
import type { WorkerContext } from "../worker-context.ts";

export interface LoadedLayer {
  readonly versionId: string;
  readonly unpackedBytes: number;
  /** The npm packages that it holds. */
  readonly packages: readonly string[];
}

/**
 * The layers that a draft or a release names, in order, as its tenant sees them: its own and the vendor's.
 * @throws AppError `not_found` for one that is not there (any more).
 */
export function loadLayers(
  ctx: WorkerContext,
  tenantId: string,
  { layers }: Pick<DraftContent, "layers">,
): Promise<LoadedLayer[]> {
  if (layers.length === 0) return Promise.resolve([]);
  return ctx.db.forTenant(tenantId).run(async (tx) => {
    const loaded: LoadedLayer[] = [];
    for (const { layerId, name, version } of layers) {
      const row = await tx.layerVersion.findFirst({
        where: { layerId, number: version, deletedAt: null },
        select: { id: true, unpackedBytes: true, packages: true },
      });
      if (!row) throw new AppError("not_found", `There is no version ${version} of a layer ${name}.`);
      loaded.push({ versionId: row.id, unpackedBytes: row.unpackedBytes, packages: row.packages });
    }
    return loaded;
  });
}
