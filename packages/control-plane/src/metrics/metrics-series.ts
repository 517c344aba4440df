import type { Metrics, MetricsPoint, TimeRange } from "@annex/contract";
import type { Tx } from "@annex/db";
import { emptyTotals, type MetricsScope, rangeCuts, readTotals, windowStart } from "@annex/telemetry";
import { deploymentMarkers } from "./deployment-markers.ts";

type Reader = Pick<Tx, "$queryRaw" | "deployment">;

async function releasesOf(tx: Reader, of: MetricsScope, from: Date, range: TimeRange): Promise<Metrics["releases"]> {
  if (!of.functionId) return [];
  const found = await readTotals(tx, { of, by: "release", from, source: rangeCuts[range].totalsFrom });
  return [...found]
    .map(([number, totals]) => ({ releaseNumber: Number(number) || null, totals }))
    .toSorted((a, b) => (b.releaseNumber ?? 0) - (a.releaseNumber ?? 0));
}

/**
 * Totals of the range that ends at `now`, of the one before it, and its time series, all from the rollups. Buckets lie
 * on whole multiples of their length, so that a later answer has the same ones; the range begins on a whole bucket and
 * may be a little longer than its name says.
 */
export async function metricsSeries(
  tx: Reader,
  range: TimeRange,
  of: MetricsScope = {},
  now = new Date(),
): Promise<Metrics> {
  const { seconds, totalsFrom: source, chartBucket, chartFrom } = rangeCuts[range];
  const from = windowStart(range, now);
  const earlier = { from: new Date(from.getTime() - seconds * 1000), to: new Date(now.getTime() - seconds * 1000) };
  const total = await readTotals(tx, { of, by: "all", from, source });
  const before = await readTotals(tx, { of, by: "all", source, ...earlier });
  const buckets = await readTotals(tx, { of, by: { bucketSeconds: chartBucket }, from, source: chartFrom });
  const series: MetricsPoint[] = [];
  for (let at = from.getTime() / 1000; at * 1000 <= now.getTime(); at += chartBucket) {
    series.push({ at: new Date(at * 1000).toISOString(), ...(buckets.get(String(at)) ?? emptyTotals()) });
  }
  return {
    range,
    from: from.toISOString(),
    to: now.toISOString(),
    bucketSeconds: chartBucket,
    totals: total.get("all") ?? emptyTotals(),
    previous: before.get("all") ?? emptyTotals(),
    series,
    releases: await releasesOf(tx, of, from, range),
    deployments: await deploymentMarkers(tx, from, of),
  };
}
