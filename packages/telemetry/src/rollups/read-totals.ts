import type { MetricsTotals } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";
import { bucketValue } from "./bucket-value.ts";
import type { BucketSeconds } from "./range-window.ts";

/** Of which invocations: of all, of one tenant, or of one function. */
export interface MetricsScope {
  readonly tenantId?: string;
  readonly functionId?: string;
}

/** What gets a sum of its own; `bucket` is its length in seconds and its key the epoch second at which it begins. */
export type GroupBy = "all" | "tenant" | "function" | "release" | BucketGroup;

/** With `andRelease` the key is the second, a space, and the release's number. */
interface BucketGroup {
  readonly bucketSeconds: number;
  readonly andRelease?: boolean;
}

export interface TotalsQuery {
  readonly of: MetricsScope;
  readonly by: GroupBy;
  readonly from: Date;
  /** Exclusive; none for up to now. */
  readonly to?: Date;
  /** Length of the rollups to sum. */
  readonly source: BucketSeconds;
  /** Only these tenants, where it is grouped by tenant. */
  readonly tenantIds?: readonly string[];
  /** Only these functions, where it is grouped by function. */
  readonly functionIds?: readonly string[];
}

const classes = {
  user: "user_errors",
  platform: "platform_errors",
  throttle: "throttles",
  configuration: "configuration_errors",
  timeout: "timeouts",
  out_of_memory: "out_of_memory",
} as const;

const classSums = Prisma.raw(
  Object.entries(classes)
    .map(([name, column]) => `sum(${column})::float8 AS "${name}"`)
    .join(", "),
);

const sumRow = z.object({
  id: z.string(),
  invocations: z.number(),
  user: z.number(),
  platform: z.number(),
  throttle: z.number(),
  configuration: z.number(),
  timeout: z.number(),
  out_of_memory: z.number(),
  coldStarts: z.number(),
  costUsd: z.number(),
  memoryMb: z.number().nullable(),
  maxMemoryMb: z.number().nullable(),
});
interface Shares {
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

function scopeOf({ of, by }: TotalsQuery): "function" | "tenant" | "platform" {
  if (of.functionId || by === "function" || by === "release") return "function";
  return of.tenantId || by === "tenant" ? "tenant" : "platform";
}

/** What tells the groups apart, as text. */
export function rollupGroup(by: GroupBy): Prisma.Sql {
  if (typeof by === "object") {
    const bucket = Prisma.sql`(floor(extract(epoch FROM bucket_at) / ${by.bucketSeconds}::int) * ${by.bucketSeconds}::int)::bigint::text`;
    return by.andRelease ? Prisma.sql`${bucket} || ' ' || release_number` : bucket;
  }
  const columns = {
    all: "'all'",
    tenant: "tenant_id::text",
    function: "function_id::text",
    release: "release_number::text",
  };
  return Prisma.raw(columns[by]);
}

const leftOpen = Prisma.sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** The rows that count, for a FROM clause's WHERE. */
export function rollupWhere(query: TotalsQuery): Prisma.Sql {
  const { of, from, to, source, tenantIds, functionIds } = query;
  const scope = scopeOf(query);
  return Prisma.join(
    [
      Prisma.sql`scope = ${scope}::rollup_scope AND bucket_seconds = ${source}::int AND bucket_at >= ${from}`,
      // what the scope leaves open is said, so that the key leads to a tenant's buckets without a look at the others
      ...(scope === "platform" ? [Prisma.sql`tenant_id = ${leftOpen}`] : []),
      ...(scope === "function" ? [] : [Prisma.sql`function_id = ${leftOpen}`]),
      ...(to ? [Prisma.sql`bucket_at < ${to}`] : []),
      ...(of.tenantId ? [Prisma.sql`tenant_id = ${of.tenantId}::uuid`] : []),
      ...(of.functionId ? [Prisma.sql`function_id = ${of.functionId}::uuid`] : []),
      ...(functionIds ? [Prisma.sql`function_id = ANY(${[...functionIds]}::uuid[])`] : []),
      ...(tenantIds ? [Prisma.sql`tenant_id = ANY(${[...tenantIds]}::uuid[])`] : []),
    ],
    " AND ",
  );
}

/**
 * The histogram's bucket in which each share lies, by nearest rank; the database hands over three numbers a group. Counts
 * are summed as float8, which is exact up to 2^53: a sum of bigints is numeric, and took most of the time.
 */
async function readShares(tx: Pick<Tx, "$queryRaw">, query: TotalsQuery): Promise<Map<string, Shares>> {
  const [id, where] = [rollupGroup(query.by), rollupWhere(query)];
  const at = (share: number) => Prisma.sql`min(k) FILTER (WHERE seen >= ceil(counted * ${share}::float8))`;
  const rows = await tx.$queryRaw`
    SELECT id, own, ${at(0.5)} AS p50, ${at(0.95)} AS p95, ${at(0.99)} AS p99 FROM (
      SELECT id, own, k, sum(n) OVER (PARTITION BY id, own ORDER BY k) AS seen, sum(n) OVER (PARTITION BY id, own) AS counted
      FROM (
        SELECT ${id} AS id, false AS own, k, sum(n::float8) AS n
        FROM rollups, unnest(total_keys, total_counts) AS bar (k, n) WHERE ${where} GROUP BY 1, k
        UNION ALL
        SELECT ${id}, true, k, sum(n::float8)
        FROM rollups, unnest(own_keys, own_counts) AS bar (k, n) WHERE ${where} GROUP BY 1, k) AS bars) AS ranked
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

/** The totals of no invocation at all. */
export function emptyTotals(): MetricsTotals {
  const none = {
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    ownP50Ms: null,
    ownP95Ms: null,
    memoryMb: null,
    maxMemoryMb: null,
  };
  const errorsByClass = { user: 0, platform: 0, throttle: 0, configuration: 0, timeout: 0, out_of_memory: 0 };
  return { invocations: 0, errors: 0, errorRate: 0, errorsByClass, coldStarts: 0, costUsd: 0, ...none };
}

const nothing: Shares = { p50: null, p95: null, p99: null };

function toTotals(row: z.infer<typeof sumRow>, total: Shares, own: Shares): MetricsTotals {
  const { id: _, invocations, coldStarts, costUsd, memoryMb, maxMemoryMb, ...errorsByClass } = row;
  const errors = Object.values(errorsByClass).reduce((sum, count) => sum + count, 0);
  return {
    invocations,
    errors,
    errorRate: invocations === 0 ? 0 : errors / invocations,
    errorsByClass,
    coldStarts,
    costUsd,
    p50Ms: total.p50,
    p95Ms: total.p95,
    p99Ms: total.p99,
    ownP50Ms: own.p50,
    ownP95Ms: own.p95,
    memoryMb,
    maxMemoryMb,
  };
}

/** Sums and percentiles of each group that had an invocation, read from the rollups. */
export async function readTotals(tx: Pick<Tx, "$queryRaw">, query: TotalsQuery): Promise<Map<string, MetricsTotals>> {
  const [id, where] = [rollupGroup(query.by), rollupWhere(query)];
  const rows = await tx.$queryRaw`
    SELECT ${id} AS id, sum(invocations)::float8 AS invocations, ${classSums}, sum(cold_starts)::float8 AS "coldStarts",
      sum(cost_pico_usd)::float8 / 1e12 AS "costUsd", max(memory_mb) AS "memoryMb", max(max_memory_mb) AS "maxMemoryMb"
    FROM rollups WHERE ${where} GROUP BY 1`;
  const shares = await readShares(tx, query);
  return new Map(
    z
      .array(sumRow)
      .parse(rows)
      .map((row) => {
        const of = (own: boolean) => shares.get(`${row.id} ${own}`) ?? nothing;
        return [row.id, toTotals(row, of(false), of(true))];
      }),
  );
}
