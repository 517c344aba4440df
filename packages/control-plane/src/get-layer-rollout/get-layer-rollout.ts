import type { LayerRolloutDetail } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { loadRollout } from "../layer-rollout/load-rollout.ts";

const mostItems = 500;

/** A roll-out with its functions: failed, deploying, then the others in their order. @throws AppError `not_found`. */
export function getLayerRollout(
  ctx: OperatorContext,
  { rolloutId }: { rolloutId: string },
): Promise<LayerRolloutDetail> {
  return ctx.db.operator.$transaction(async (tx) => {
    const rollout = await loadRollout(tx, rolloutId);
    const items = await tx.$queryRaw<LayerRolloutDetail["items"]>`
      SELECT jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS tenant, f.name AS "functionName",
        i.state::text AS state, i.wave, i.detail
      FROM layer_rollout_items i JOIN functions f ON f.id = i.function_id JOIN tenants t ON t.id = i.tenant_id
      WHERE i.rollout_id = ${rollout.id}::uuid
      ORDER BY array_position(ARRAY['failed', 'deploying', 'skipped', 'done', 'waiting'], i.state::text), i.position
      LIMIT ${mostItems}`;
    return { ...rollout, items };
  });
}
