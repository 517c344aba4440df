import type { CampaignItem } from "@annex/contract";
import type { Tx } from "@annex/db";

type Item = Omit<CampaignItem, "test"> & { readonly test: CampaignItem["test"] | null };

const mostItems = 500;

/** The functions of a roll-out: failed, deploying, held back, left out, then the others in their order; at most 500. */
export function listItems(tx: Tx, rolloutId: string): Promise<Item[]> {
  return tx.$queryRaw<Item[]>`
    SELECT jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS tenant, f.name AS "functionName",
      f.id AS "functionId", i.state::text AS state, i.wave, i.held AND i.state = 'waiting' AS held, i.detail, i.test
    FROM rollout_items i JOIN functions f ON f.id = i.function_id JOIN tenants t ON t.id = i.tenant_id
    WHERE i.rollout_id = ${rolloutId}::uuid
    ORDER BY array_position(ARRAY['failed', 'deploying', 'held', 'skipped', 'done', 'waiting'],
      CASE WHEN i.state = 'waiting' AND i.held THEN 'held' ELSE i.state::text END), i.position
    LIMIT ${mostItems}`;
}
