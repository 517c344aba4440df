import type { MetricsTotals, TimeRange } from "@annex/contract";
import type { Tx } from "@annex/db";
import { emptySparkline, emptyTotals, rangeCuts, readSparklines, readTotals, windowStart } from "@annex/telemetry";

export interface MetricsRow {
  readonly totals: MetricsTotals;
  /** Invocations per bucket, oldest first. */
  readonly sparkline: number[];
}

export function emptyMetrics(range: TimeRange): MetricsRow {
  return { totals: emptyTotals(), sparkline: emptySparkline(range) };
}

/** Totals and sparkline of everything in the range that ends now. */
export async function platformMetrics(tx: Pick<Tx, "$queryRaw">, range: TimeRange): Promise<MetricsRow> {
  return (await metricsBy(tx, "all", { range })).get("all") ?? emptyMetrics(range);
}

interface MetricsByQuery {
  readonly range: TimeRange;
  readonly tenantId?: string;
  readonly tenantIds?: readonly string[];
  readonly functionIds?: readonly string[];
}

/** Totals and sparkline of the range that ends now, by tenant or by function (of one tenant, of some functions). */
export async function metricsBy(
  tx: Pick<Tx, "$queryRaw">,
  by: "tenant" | "function" | "all",
  { range, tenantId, tenantIds, functionIds }: MetricsByQuery,
): Promise<Map<string, MetricsRow>> {
  const now = new Date();
  const query = {
    by,
    of: tenantId ? { tenantId } : {},
    ...(tenantIds ? { tenantIds } : {}),
    ...(functionIds ? { functionIds } : {}),
  };
  const from = windowStart(range, now);
  const totals = await readTotals(tx, { ...query, from, source: rangeCuts[range].totalsFrom, range });
  const lines = await readSparklines(tx, range, query, now);
  return new Map(
    [...totals].map(([id, sums]) => [id, { totals: sums, sparkline: lines.get(id) ?? emptySparkline(range, now) }]),
  );
}
