import type { Db } from "@annex/db";

export interface LineSize {
  /** Of the tenant that is searched. */
  readonly lines: number;
  /** Others, with a tenth of them all together. */
  readonly tenants: number;
}

export interface SearchedTenant {
  readonly tenantId: string;
  readonly functionId: string;
}

const texts = [
  "'invoice R-' || (h % 900000) || ' checked in ' || (h % 90) || ' ms'",
  "'Order ' || md5(n::text) || ' was taken over by the warehouse of ' || (ARRAY['Hamburg','Rotterdam','Gdansk'])[1 + h % 3]",
  "'START RequestId: ' || md5((n / 4)::text) || ' Version: ' || (1 + h % 9)",
  "'supplier Nord Metall GmbH, total ' || (h % 100000) / 100.0 || ' EUR, approval by ' || (ARRAY['mia','noah','lena'])[1 + h % 3]",
];

/** Lines of a week, ten functions, nine releases; one in two hundred is an error, one in a million holds the needle. */
function lines(tenantId: string, functions: readonly string[], count: number): string {
  const message = texts.map((text, index) => `WHEN ${index} THEN ${text}`).join(" ");
  return `INSERT INTO log_lines (tenant_id, function_id, event_id, level, message, fields, at, correlation_id, request_id, release_number)
    SELECT '${tenantId}', ('{${functions.join(",")}}'::uuid[])[1 + h % ${functions.length}], '${tenantId}-' || n,
      CASE WHEN h % 200 = 0 THEN 'error' WHEN n % 4 = 2 THEN 'platform' ELSE 'info' END,
      CASE WHEN n % 1000000 = 777777 THEN 'the needle in all this hay' ELSE CASE n % 4 ${message} END END,
      CASE WHEN n % 4 = 0 THEN jsonb_build_object('order', jsonb_build_object('id', 'R-' || (h % 900000)), 'tries', h % 5) END,
      now() - (${count} - n) * interval '6 days' / ${count}, md5((n / 4)::text), md5((n / 4)::text), 1 + h % 9
    FROM (SELECT n, abs(hashint8(n)) AS h FROM generate_series(1, ${count}) AS n) AS line`;
}

/** Fills an empty database and returns the tenant with most lines. */
export async function generateLines({ operator }: Db, { lines: count, tenants }: LineSize): Promise<SearchedTenant> {
  await operator.$executeRawUnsafe(`INSERT INTO cells (id, name, region, account_id, author_role_arn, invoke_role_arn, execution_role_arn, external_id)
    VALUES (gen_random_uuid(), 'bench', 'eu-central-1', '000000000000', 'a', 'i', 'e', 'x')`);
  await operator.$executeRawUnsafe(`INSERT INTO tenants (id, key, slug, name, cell_id)
    SELECT gen_random_uuid(), 'bench' || n, 'tenant-' || n, 'Tenant ' || n, (SELECT id FROM cells) FROM generate_series(0, ${tenants}) AS n`);
  await operator.$executeRawUnsafe(`INSERT INTO functions (id, tenant_id, name, cell_id, lambda_name, created_by)
    SELECT gen_random_uuid(), t.id, 'function-' || n, t.cell_id, 'annex-' || t.key || '-' || n, 'bench'
    FROM generate_series(1, 10) AS n CROSS JOIN tenants t`);
  const known = await operator.tenant.findMany({ include: { functions: { select: { id: true } } } });
  for (const { id, slug, functions } of known) {
    const own = slug === "tenant-0" ? count : Math.floor(count / 10 / tenants);
    const ids = functions.map((known) => known.id);
    await operator.$executeRawUnsafe(lines(id, ids, own));
  }
  await operator.$executeRawUnsafe("VACUUM ANALYZE log_lines");
  const searched = known.find(({ slug }) => slug === "tenant-0");
  return { tenantId: searched?.id ?? "", functionId: searched?.functions[0]?.id ?? "" };
}
