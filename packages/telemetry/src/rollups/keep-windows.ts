import type { TimeRange } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";
import { type BucketSeconds, rangeCuts, windowStart } from "./range-window.ts";
import { rollupErrors } from "./rollup-errors.ts";
import { rollupWhere } from "./rollup-where.ts";

type Writer = Pick<Tx, "$queryRaw" | "$executeRaw">;

/** Whole buckets of a range that are over. */
interface Window {
  readonly range: TimeRange;
  readonly source: BucketSeconds;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** So long after its end a bucket is left open: most of what comes late came by then. */
const lateMs = 120_000;

const ranges: readonly TimeRange[] = ["1h", "24h", "7d", "30d", "90d"];

function windowOf(range: TimeRange, now: Date): Window {
  const source = rangeCuts[range].totalsFrom;
  const to = Math.floor((now.getTime() - lateMs) / (source * 1000)) * source * 1000;
  return { range, source, from: windowStart(range, now), to: new Date(to) };
}

const names = "invocations errors throttles cost_pico_usd total_keys total_counts own_keys own_counts".split(" ");
const columns = Prisma.raw(names.join(", "));
const newColumns = Prisma.raw(names.map((name) => `excluded.${name}`).join(", "));

/** One of a tenant's two histograms, merged. */
function histogram(name: "total" | "own", where: Prisma.Sql): Prisma.Sql {
  const [keys, counts] = [Prisma.raw(`${name}_keys`), Prisma.raw(`${name}_counts`)];
  return Prisma.sql`
    SELECT tenant_id, array_agg(k ORDER BY k) AS ${keys}, array_agg(n ORDER BY k) AS ${counts}
    FROM (SELECT tenant_id, k, sum(n)::bigint AS n FROM rollups, unnest(${keys}, ${counts}) AS bar (k, n)
      WHERE ${where} GROUP BY 1, 2) AS bars
    GROUP BY 1`;
}

/** Sums what the rollups hold of the window, anew, for all tenants or for some. */
function sum({ range, source, from, to }: Window, tenantIds?: readonly string[]): Prisma.Sql {
  const where = rollupWhere({ of: {}, by: "tenant", from, to, source, ...(tenantIds ? { tenantIds } : {}) });
  return Prisma.sql`
    WITH sums AS (
      SELECT tenant_id, sum(invocations) AS invocations, sum(throttles) AS throttles, sum(cost_pico_usd) AS cost_pico_usd,
        sum(${rollupErrors}) AS errors
      FROM rollups WHERE ${where} GROUP BY 1
    ), totals AS (${histogram("total", where)}), own AS (${histogram("own", where)})
    INSERT INTO tenant_windows (tenant_id, range, ${columns})
    SELECT tenant_id, ${range}, invocations, errors, throttles, cost_pico_usd, coalesce(total_keys, '{}'),
      coalesce(total_counts, '{}'), coalesce(own_keys, '{}'), coalesce(own_counts, '{}')
    FROM sums LEFT JOIN totals USING (tenant_id) LEFT JOIN own USING (tenant_id)
    ON CONFLICT (range, tenant_id) DO UPDATE SET (${columns}) = (${newColumns})`;
}

async function move(tx: Writer, window: Window): Promise<void> {
  const { range, from, to } = window;
  await tx.$executeRaw`DELETE FROM tenant_windows WHERE range = ${range}`;
  await tx.$executeRaw`INSERT INTO range_windows (range, from_at, to_at) VALUES (${range}, ${from}, ${to})
    ON CONFLICT (range) DO UPDATE SET (from_at, to_at) = (excluded.from_at, excluded.to_at)`;
  await tx.$executeRaw(sum(window));
}

const heldRows = z.array(z.object({ range: z.string(), from: z.date(), to: z.date() }));

async function heldWindows(tx: Writer): Promise<Map<string, { from: Date; to: Date }>> {
  const rows = await tx.$queryRaw`SELECT range, from_at AS from, to_at AS to FROM range_windows`;
  return new Map(heldRows.parse(rows).map(({ range, ...span }) => [range, span]));
}

/** Sums a tenant's windows anew in which this moment lies: the rollups of it were changed. */
export async function resumWindows(tx: Writer, tenantId: string, at: Date): Promise<void> {
  const held = await heldWindows(tx);
  for (const range of ranges) {
    const span = held.get(range);
    if (span && at < span.to)
      await tx.$executeRaw(sum({ range, source: rangeCuts[range].totalsFrom, ...span }, [tenantId]));
  }
}

const lateRows = z.array(z.object({ tenantId: z.string(), first: z.date() }));

/**
 * Keeps what each tenant's whole past buckets of a range add up to. When a range has moved on, all of them are summed
 * anew; a row that comes late for a bucket that was over is a reason to sum its tenant's. Sums are always made of the
 * rollups, in the transaction that changed those, so that the two cannot part.
 * @param span the transactions whose rows were just taken in.
 */
export async function keepWindows(
  tx: Writer,
  span: { readonly from: string; readonly to: string },
  now: Date,
): Promise<void> {
  const held = await heldWindows(tx);
  const windows = ranges.map((range) => windowOf(range, now));
  const newest = new Date(Math.max(...windows.map(({ to }) => to.getTime())));
  const late = lateRows.parse(
    await tx.$queryRaw`SELECT tenant_id AS "tenantId", min(started_at) AS first FROM invocations
      WHERE recorded_xid >= ${span.from}::text::xid8 AND recorded_xid < ${span.to}::text::xid8 AND started_at < ${newest}
      GROUP BY 1`,
  );
  for (const window of windows) {
    const before = held.get(window.range);
    const stands = before?.from.getTime() === window.from.getTime() && before.to.getTime() === window.to.getTime();
    const touched = late.filter(({ first }) => first < window.to).map(({ tenantId }) => tenantId);
    if (!stands) await move(tx, window);
    else if (touched.length > 0) await tx.$executeRaw(sum(window, touched));
  }
}
