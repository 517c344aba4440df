import type { LayerRolloutDetail } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { loadRollout } from "../layer-rollout/load-rollout.ts";
import { listItems } from "../rollout/list-items.ts";

/** A roll-out with its functions: failed, deploying, then the others in their order. @throws AppError `not_found`. */
export function getLayerRollout(
  ctx: OperatorContext,
  { rolloutId }: { rolloutId: string },
): Promise<LayerRolloutDetail> {
  return ctx.db.operator.$transaction(async (tx) => {
    const rollout = await loadRollout(tx, rolloutId);
    const items = await listItems(tx, rollout.id);
    return { ...rollout, items: items.map(({ functionId: _, test: __, ...item }) => item) };
  });
}
