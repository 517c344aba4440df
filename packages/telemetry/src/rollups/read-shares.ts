import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";
import { bucketValue } from "./bucket-value.ts";
import { rollupGroup, rollupWhere, type TotalsQuery } from "./rollup-where.ts";
import { tenantParts } from "./tenant-sums.ts";

export interface Shares {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}
const shareRow = z.object({
  id: z.string(),
  own: z.boolean(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

/** Each group's histograms, to be merged. */
function histograms(query: TotalsQuery): Prisma.Sql {
  const { range, by, tenantIds } = query;
  if (range && by === "tenant" && tenantIds) {
    const tenants = Prisma.sql`tenant_id = ANY(${[...tenantIds]}::uuid[])`;
    return Prisma.sql`SELECT tenant_id AS id, total_keys, total_counts, own_keys, own_counts
      FROM (${tenantParts(range, tenants, query.from)}) AS part`;
  }
  return Prisma.sql`SELECT ${rollupGroup(by)} AS id, total_keys, total_counts, own_keys, own_counts
    FROM rollups WHERE ${rollupWhere(query)}`;
}

/**
 * The histogram's bucket in which each share lies, by nearest rank; the database hands over three numbers a group. Counts
 * are summed as float8, which is exact up to 2^53: a sum of bigints is numeric, and took most of the time.
 */
export async function readShares(tx: Pick<Tx, "$queryRaw">, query: TotalsQuery): Promise<Map<string, Shares>> {
  const at = (share: number) => Prisma.sql`min(k) FILTER (WHERE seen >= ceil(counted * ${share}::float8))`;
  const rows = await tx.$queryRaw`
    WITH histograms AS NOT MATERIALIZED (${histograms(query)})
    SELECT id::text, own, ${at(0.5)} AS p50, ${at(0.95)} AS p95, ${at(0.99)} AS p99 FROM (
      SELECT id, own, k, sum(n) OVER (PARTITION BY id, own ORDER BY k) AS seen, sum(n) OVER (PARTITION BY id, own) AS counted
      FROM (
        SELECT id, false AS own, k, sum(n::float8) AS n
        FROM histograms, unnest(total_keys, total_counts) AS bar (k, n) GROUP BY 1, k
        UNION ALL
        SELECT id, true, k, sum(n::float8)
        FROM histograms, unnest(own_keys, own_counts) AS bar (k, n) GROUP BY 1, k) AS bars) AS ranked
    GROUP BY id, own`;
  return new Map(
    z
      .array(shareRow)
      .parse(rows)
      .map(({ id: group, own, p50, p95, p99 }) => [
        `${group} ${own}`,
        { p50: bucketValue(p50), p95: bucketValue(p95), p99: bucketValue(p99) },
      ]),
  );
}
