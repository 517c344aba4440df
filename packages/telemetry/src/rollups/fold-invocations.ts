import { Prisma, type PrismaClient } from "@annex/db";
import { z } from "zod";
import { keepWindows } from "./keep-windows.ts";

const zero = Prisma.sql`'00000000-0000-0000-0000-000000000000'::uuid`;
const key = Prisma.sql`scope, bucket_seconds, tenant_id, function_id, bucket_at, release_number`;

/** Where a minute of one function's release belongs, at each of the twelve levels that the CTE `levels` lists. */
const place = Prisma.sql`
  scope, bucket_seconds,
  CASE WHEN scope = 'platform' THEN ${zero} ELSE tenant_id END AS tenant_id,
  CASE WHEN scope = 'function' THEN function_id ELSE ${zero} END AS function_id,
  date_bin(make_interval(secs => bucket_seconds), minute, '1970-01-01Z') AS bucket_at,
  CASE WHEN scope = 'function' THEN release_number ELSE 0 END AS release_number`;

const sums = [
  "invocations",
  "user_errors",
  "platform_errors",
  "throttles",
  "configuration_errors",
  "timeouts",
  "out_of_memory",
  "cold_starts",
  "total_ms",
  "function_ms",
  "billed_ms",
  "billed_mb_ms",
  "cost_pico_usd",
] as const;
const sumColumns = Prisma.raw(sums.map((name) => `sum(${name}) AS ${name}`).join(", "));
const added = Prisma.raw(sums.map((name) => `${name} = rollups.${name} + excluded.${name}`).join(", "));
const sumNames = Prisma.raw(sums.join(", "));

const merged = (name: "total" | "own") => {
  const [keys, counts] = [`${name}_keys`, `${name}_counts`];
  const both = `rollups.${keys}, rollups.${counts}, excluded.${keys}, excluded.${counts}`;
  return Prisma.raw(`(${keys}, ${counts}) = (SELECT keys, counts FROM annex_merge_histograms(${both}))`);
};

/** Takes the rows of transactions from `from` to below `to` into every rollup that they belong to. */
const fold = (from: string, to: string) => Prisma.sql`
  WITH fresh AS (
    SELECT *, coalesce(release_number, 0) AS release, date_trunc('minute', started_at, 'UTC') AS minute
    FROM invocations WHERE recorded_xid >= ${from}::text::xid8 AND recorded_xid < ${to}::text::xid8
  ), levels (scope, bucket_seconds) AS (
    SELECT scope, bucket_seconds FROM unnest(enum_range(NULL::rollup_scope)) AS scope, unnest(ARRAY[60, 3600, 86400, 604800]) AS bucket_seconds
  ), minutes AS (
    SELECT tenant_id, function_id, release AS release_number, minute, count(*) AS invocations,
      count(*) FILTER (WHERE error_class = 'user') AS user_errors,
      count(*) FILTER (WHERE error_class = 'platform') AS platform_errors,
      count(*) FILTER (WHERE error_class = 'throttle') AS throttles,
      count(*) FILTER (WHERE error_class = 'configuration') AS configuration_errors,
      count(*) FILTER (WHERE error_class = 'timeout') AS timeouts,
      count(*) FILTER (WHERE error_class = 'out_of_memory') AS out_of_memory,
      count(init_ms) AS cold_starts, sum(total_ms) AS total_ms, coalesce(sum(function_ms), 0) AS function_ms,
      coalesce(sum(billed_ms), 0) AS billed_ms, coalesce(sum(billed_ms::bigint * memory_mb), 0) AS billed_mb_ms,
      max(memory_mb) AS memory_mb, max(max_memory_mb) AS max_memory_mb, sum(cost_pico_usd) AS cost_pico_usd
    FROM fresh GROUP BY 1, 2, 3, 4
  ), bars AS (
    SELECT tenant_id, function_id, release AS release_number, minute, own, annex_bucket(ms) AS k, count(*) AS n
    FROM fresh, LATERAL (VALUES (false, total_ms), (true, total_ms - function_ms)) AS part (own, ms)
    WHERE ms IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6
  ), placed AS (
    SELECT ${key}, ${sumColumns}, max(memory_mb) AS memory_mb, max(max_memory_mb) AS max_memory_mb
    FROM (SELECT ${place}, ${sumNames}, memory_mb, max_memory_mb FROM minutes, levels) AS at_levels
    GROUP BY ${key}
  ), histograms AS (
    SELECT ${key},
      coalesce(array_agg(k ORDER BY k) FILTER (WHERE NOT own), '{}') AS total_keys,
      coalesce(array_agg(n ORDER BY k) FILTER (WHERE NOT own), '{}') AS total_counts,
      coalesce(array_agg(k ORDER BY k) FILTER (WHERE own), '{}') AS own_keys,
      coalesce(array_agg(n ORDER BY k) FILTER (WHERE own), '{}') AS own_counts
    FROM (
      SELECT ${key}, own, k, sum(n)::bigint AS n
      FROM (SELECT ${place}, own, k, n FROM bars, levels) AS at_levels GROUP BY ${key}, own, k) AS bars_at_levels
    GROUP BY ${key}
  )
  INSERT INTO rollups (${key}, ${sumNames}, memory_mb, max_memory_mb, total_keys, total_counts, own_keys, own_counts)
  SELECT ${key}, ${sumNames}, memory_mb, max_memory_mb, total_keys, total_counts, own_keys, own_counts
  FROM placed JOIN histograms USING (${key})
  ON CONFLICT (${key}) DO UPDATE SET ${added},
    memory_mb = greatest(rollups.memory_mb, excluded.memory_mb),
    max_memory_mb = greatest(rollups.max_memory_mb, excluded.max_memory_mb),
    ${merged("total")}, ${merged("own")}`;

/** What the same rows cost, into their months. */
const foldCosts = (from: string, to: string) => Prisma.sql`
  INSERT INTO month_costs (month, tenant_id, function_id, release_number, invocations, billed_mb_ms, cost_pico_usd)
  SELECT date_trunc('month', started_at, 'UTC') AT TIME ZONE 'UTC', tenant_id, function_id, coalesce(release_number, 0),
    count(*), coalesce(sum(billed_ms::bigint * memory_mb), 0), sum(cost_pico_usd)
  FROM invocations WHERE recorded_xid >= ${from}::text::xid8 AND recorded_xid < ${to}::text::xid8 GROUP BY 1, 2, 3, 4
  ON CONFLICT (month, tenant_id, function_id, release_number) DO UPDATE SET
    invocations = month_costs.invocations + excluded.invocations,
    billed_mb_ms = month_costs.billed_mb_ms + excluded.billed_mb_ms,
    cost_pico_usd = month_costs.cost_pico_usd + excluded.cost_pico_usd`;

const cursorRows = z.array(z.object({ from: z.string(), to: z.string() }));

/**
 * Takes new rows of the ledger into the rollups: each exactly once, late ones into the buckets of their own time.
 * A row is new when the transaction that wrote it is at or above the cursor; it is certain to be there, and no other
 * can appear beside it, when that transaction is below the oldest one still open. Cursor and sums move in one
 * transaction, so that a crash leaves both as they were; two at once: one does it, the other returns at once.
 * What the tenants' ranges add up to follows in the same transaction.
 * @returns whether anything was taken in.
 */
export function foldInvocations(operator: PrismaClient, now = new Date()): Promise<boolean> {
  return operator.$transaction(
    async (tx) => {
      const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM rollup_cursor FOR UPDATE SKIP LOCKED`;
      if (locked.length === 0) return false;
      const rows = await tx.$queryRaw`
        SELECT next_xid::text AS from, pg_snapshot_xmin(pg_current_snapshot())::text AS to FROM rollup_cursor`;
      const [span] = cursorRows.parse(rows);
      if (!span) return false;
      const changed = await tx.$executeRaw(fold(span.from, span.to));
      await tx.$executeRaw(foldCosts(span.from, span.to));
      await keepWindows(tx, span, now);
      await tx.$executeRaw`UPDATE rollup_cursor SET next_xid = ${span.to}::text::xid8, folded_at = now()`;
      return changed > 0;
    },
    { maxWait: 10_000, timeout: 120_000 },
  );
}
