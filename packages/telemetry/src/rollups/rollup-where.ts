import type { TimeRange } from "@annex/contract";
import { Prisma } from "@annex/db";
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
  /**
   * The range that this is, where it is grouped by tenant: what the worker keeps summed of its past buckets is read
   * in place of their histograms.
   */
  readonly range?: TimeRange;
  /** Only these tenants, where it is grouped by tenant. */
  readonly tenantIds?: readonly string[];
  /** Only these functions, where it is grouped by function. */
  readonly functionIds?: readonly string[];
}

function scopeOf({ of, by }: TotalsQuery): "function" | "tenant" | "platform" {
  if (of.functionId || by === "function" || by === "release") return "function";
  return of.tenantId || by === "tenant" ? "tenant" : "platform";
}

/** What tells the groups apart, as the database sorts it fastest: it is made text of what is handed over only. */
export function rollupGroup(by: GroupBy): Prisma.Sql {
  if (typeof by === "object") {
    const bucket = Prisma.sql`(floor(extract(epoch FROM bucket_at) / ${by.bucketSeconds}::int) * ${by.bucketSeconds}::int)::bigint`;
    return by.andRelease ? Prisma.sql`(${bucket} || ' ' || release_number) COLLATE "C"` : bucket;
  }
  const columns = { all: "'all'::text", tenant: "tenant_id", function: "function_id", release: "release_number" };
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
