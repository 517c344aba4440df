import type { Tx } from "@annex/db";

interface Version {
  readonly id: string;
  readonly layerId: string;
  readonly number: number;
}

interface User {
  readonly tenant: string;
  readonly name: string;
  /** `draft`, or a release's number. */
  readonly by: string;
}

const mostNamed = 20;

/**
 * Who uses a version: releases of functions that are there or in the bin, and drafts; one line for each function. The
 * tenant is named where `withTenant`.
 */
export async function layerUsers(tx: Tx, { id, layerId, number }: Version, withTenant: boolean): Promise<string[]> {
  const reference = JSON.stringify([{ layerId, version: number }]);
  const users = await tx.$queryRaw<User[]>`
    SELECT t.slug AS tenant, f.name, u.by FROM (
      SELECT r.function_id, 'release ' || string_agg(r.number::text, ', ' ORDER BY r.number) AS by
      FROM release_layers l JOIN releases r ON r.id = l.release_id
      WHERE l.layer_version_id = ${id}::uuid GROUP BY r.function_id
      UNION ALL
      SELECT d.function_id, 'draft' FROM drafts d WHERE d.content->'layers' @> ${reference}::jsonb
    ) u JOIN functions f ON f.id = u.function_id JOIN tenants t ON t.id = f.tenant_id
    ORDER BY t.slug, f.name, u.by LIMIT ${mostNamed}`;
  return users.map(({ tenant, name, by }) => `${withTenant ? `${tenant}/` : ""}${name} (${by})`);
}
