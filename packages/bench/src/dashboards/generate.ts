import type { Db } from "@annex/db";

/** What the generator makes: as many rollups as these invocations would have left. */
export interface Size {
  readonly invocations: number;
  readonly days: number;
  readonly tenants: number;
  readonly functions: number;
}

const cell = `INSERT INTO cells (id, name, region, account_id, author_role_arn, invoke_role_arn, execution_role_arn, external_id)
  VALUES (gen_random_uuid(), 'bench', 'eu-central-1', '000000000000', 'a', 'i', 'e', 'x')`;

/** Sixty-four histograms of twenty buckets each, from about 2 ms to 400 ms: a row takes one of them. */
const shapes = `CREATE TABLE bench_shapes AS
  SELECT shape, array_agg((20 + shape + k)::smallint ORDER BY k) AS keys, array_agg((1 + (k * 7 + shape) % 9)::bigint ORDER BY k) AS counts
  FROM generate_series(0, 63) AS shape, generate_series(0, 19) AS k GROUP BY shape`;

const tenants = ({ tenants: count }: Size) => `INSERT INTO tenants (id, key, slug, name, cell_id)
  SELECT gen_random_uuid(), 'bench' || n, 'tenant-' || n, 'Tenant ' || n, (SELECT id FROM cells WHERE name = 'bench')
  FROM generate_series(1, ${count}) AS n`;

const functions = ({
  functions: count,
  tenants: of,
}: Size) => `INSERT INTO functions (id, tenant_id, name, cell_id, lambda_name, created_by)
  SELECT gen_random_uuid(), t.id, 'function-' || n, t.cell_id, 'annex-' || t.key || '-' || n, 'bench'
  FROM generate_series(1, ${count}) AS n JOIN tenants t ON t.slug = 'tenant-' || (1 + n % ${of})`;

const columns = `scope, bucket_seconds, tenant_id, function_id, bucket_at, release_number, invocations, user_errors,
  platform_errors, throttles, configuration_errors, timeouts, out_of_memory, cold_starts, total_ms, function_ms,
  billed_ms, billed_mb_ms, memory_mb, max_memory_mb, cost_pico_usd, total_keys, total_counts, own_keys, own_counts`;

/** A row of `n` invocations; `h` is a number that only depends on the place. */
const values = `n, n * (h % 4) / 100, (h % 97 = 0)::int, n * (h % 3) / 200, 0, (h % 13 = 0)::int, 0, n / 20, n * 42.0,
  n * 40.0, n * 41, n * 41 * 128, 128, 60 + h % 60, n * 285000, s.keys, s.counts, s.keys, s.counts`;

interface Level {
  readonly bucketSeconds: number;
  readonly buckets: number;
  /** Of how many functions one runs in a bucket at all. */
  readonly share: number;
}

/** The functions' rollups of one length; busy ones run in every bucket, others now and then. */
function functionRows({ bucketSeconds, buckets, share }: Level, size: Size): string {
  const perBucket = size.invocations / ((size.days * 86_400) / bucketSeconds) / (size.functions * share);
  return `INSERT INTO rollups (${columns})
    SELECT 'function', ${bucketSeconds}, tenant_id, id, at, 1, ${values} FROM (
      SELECT f.tenant_id, f.id, at, greatest(1, round(${perBucket} * (0.5 + random())))::bigint AS n,
        abs(hashtext(f.id::text || extract(epoch FROM at)::bigint)) AS h
      FROM functions f, generate_series(
        date_bin('${bucketSeconds} s', now(), '1970-01-01Z') - ${buckets - 1} * interval '${bucketSeconds} s', now(), interval '${bucketSeconds} s') AS at
      WHERE abs(hashtext(f.id::text || extract(epoch FROM at)::bigint)) % 1000 < ${share * 1000}) AS r
    JOIN bench_shapes s ON s.shape = r.h % 64`;
}

/** The sums of what is there, for every tenant or for the platform. */
function sumRows(scope: "tenant" | "platform", bucketSeconds: number): string {
  const zero = "'00000000-0000-0000-0000-000000000000'::uuid";
  const tenant = scope === "tenant" ? "tenant_id" : zero;
  return `INSERT INTO rollups (${columns})
    SELECT '${scope}', ${bucketSeconds}, tenant, ${zero}, at, 0, ${values} FROM (
      SELECT ${tenant} AS tenant, bucket_at AS at, sum(invocations)::bigint AS n,
        abs(hashtext(${tenant}::text || extract(epoch FROM bucket_at)::bigint)) AS h
      FROM rollups WHERE scope = 'function' AND bucket_seconds = ${bucketSeconds} GROUP BY 1, 2) AS r
    JOIN bench_shapes s ON s.shape = r.h % 64`;
}

const monthCosts = `INSERT INTO month_costs
  SELECT date_trunc('month', bucket_at, 'UTC') AT TIME ZONE 'UTC', tenant_id, function_id, release_number,
    sum(invocations), sum(billed_mb_ms), sum(cost_pico_usd)
  FROM rollups WHERE scope = 'function' AND bucket_seconds = 86400 GROUP BY 1, 2, 3, 4`;

/** Fills an empty database; returns how many rollups there are. */
export async function generate({ operator }: Db, size: Size): Promise<number> {
  const levels: readonly Level[] = [
    { bucketSeconds: 604_800, buckets: Math.ceil(size.days / 7) + 1, share: 1 },
    { bucketSeconds: 86_400, buckets: size.days, share: 1 },
    { bucketSeconds: 3600, buckets: 9 * 24, share: 0.3 },
    { bucketSeconds: 60, buckets: 25 * 60, share: 0.03 },
  ];
  for (const sql of [cell, shapes, tenants(size), functions(size)]) await operator.$executeRawUnsafe(sql);
  for (const level of levels) {
    await operator.$executeRawUnsafe(functionRows(level, size));
    for (const scope of ["tenant", "platform"] as const)
      await operator.$executeRawUnsafe(sumRows(scope, level.bucketSeconds));
  }
  await operator.$executeRawUnsafe(monthCosts);
  await operator.$executeRawUnsafe("ANALYZE rollups, month_costs, tenants, functions");
  return operator.rollup.count();
}
