import { AppError, type LayerRollout } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { toRolloutParts } from "../rollout/to-rollout-parts.ts";

export const rolloutInclude = {
  version: { select: { number: true, layer: { select: { id: true, name: true } } } },
} as const satisfies Prisma.RolloutInclude;

type Row = Prisma.RolloutGetPayload<{ include: typeof rolloutInclude }>;

/** Roll-outs of layers as the portal shows them. */
export async function toRollouts(tx: Tx, rows: readonly Row[]): Promise<LayerRollout[]> {
  const parts = await toRolloutParts(tx, rows);
  return rows.map(({ id, version }) => {
    const part = parts.get(id);
    if (!version || !part) throw new AppError("internal", "This roll-out is not a layer's.");
    return { ...part, layer: version.layer, version: version.number };
  });
}
