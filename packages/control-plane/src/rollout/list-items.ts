import type { CampaignItem } from "@annex/contract";
import type { Tx } from "@annex/db";

type Item = Omit<CampaignItem, "test"> & { readonly test: CampaignItem["test"] | null };

const mostItems = 500;

/** The functions of a roll-out: failed, deploying, left out, then the others in their order; at most 500. */
export function listItems(tx: Tx, rolloutId: string): Promise<Item[]> {
  return tx.$queryRaw<Item[]>`
    SELECT jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS tenant, f.name AS "functionName",
      f.id AS "functionId", i.state::text AS state, i.wave, i.detail, i.test
    FROM rollout_items i JOIN functions f ON f.id = i.function_id JOIN tenants t ON t.id = i.tenant_id
    WHERE i.rollout_id = ${rolloutId}::uuid
    ORDER BY array_position(ARRAY['failed', 'deploying', 'skipped', 'done', 'waiting'], i.state::text), i.position
    LIMIT ${mostItems}`;
}
