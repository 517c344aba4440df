import type { Metrics, MetricsPoint, TimeRange } from "@annex/contract";
import type { Tx } from "@annex/db";
import { emptyTotals, type MetricsScope, pricesOf, rangeCuts, readTotals, windowStart } from "@annex/telemetry";
import { z } from "zod";
import { deploymentMarkers } from "./deployment-markers.ts";

type Reader = Pick<Tx, "$queryRaw" | "deployment" | "function">;

const [day, week] = [86_400, 604_800] as const;
/** More lines than this in one chart nobody can follow. */
const mostReleases = 5;
// see packages/telemetry: the worker makes functions of its own architecture
const architecture = process.arch === "arm64" ? "arm64" : "x86_64";

async function releasesOf(tx: Reader, of: MetricsScope, from: Date, range: TimeRange): Promise<Metrics["releases"]> {
  if (!of.functionId) return [];
  const found = await readTotals(tx, { of, by: "release", from, source: rangeCuts[range].totalsFrom });
  return [...found]
    .map(([number, totals]) => ({ releaseNumber: Number(number) || null, totals }))
    .toSorted((a, b) => (b.releaseNumber ?? 0) - (a.releaseNumber ?? 0));
}

interface SeriesOf {
  readonly of: MetricsScope;
  readonly from: Date;
  readonly range: TimeRange;
  /** Epoch seconds at which the buckets begin. */
  readonly buckets: readonly number[];
}

/** The newest releases side by side, from their own rollups. */
async function byReleaseOf(tx: Reader, { of, from, range, buckets }: SeriesOf): Promise<Metrics["byRelease"]> {
  if (!of.functionId) return [];
  const { chartBucket, chartFrom: source } = rangeCuts[range];
  const found = await readTotals(tx, { of, by: { bucketSeconds: chartBucket, andRelease: true }, from, source });
  const numbers = new Set([...found.keys()].map((key) => Number(key.split(" ")[1])));
  const newest = [...numbers].filter((number) => number > 0).toSorted((a, b) => b - a);
  return newest.slice(0, mostReleases).map((releaseNumber) => {
    const points = buckets.map((at) => found.get(`${at} ${releaseNumber}`));
    return {
      releaseNumber,
      invocations: points.map((point) => point?.invocations ?? 0),
      errorRate: points.map((point) => point?.errorRate ?? null),
      p95Ms: points.map((point) => point?.p95Ms ?? null),
    };
  });
}

const timeoutSchema = z.object({ timeoutMs: z.number().int() });

/** What a hint at another size needs to know. */
async function sizingOf(tx: Reader, { functionId }: MetricsScope, at: Date): Promise<Metrics["sizing"]> {
  if (!functionId) return null;
  const select = { cell: { select: { region: true } }, liveRelease: { select: { content: true } } };
  const found = await tx.function.findUnique({ where: { id: functionId }, select });
  if (!found) return null;
  const { data } = timeoutSchema.safeParse(found.liveRelease?.content);
  return { timeoutMs: data?.timeoutMs ?? null, ...pricesOf({ region: found.cell.region, architecture, at }) };
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
  const before = await readTotals(tx, { of, by: "all", source: source === week ? day : source, ...earlier });
  const buckets = await readTotals(tx, { of, by: { bucketSeconds: chartBucket }, from, source: chartFrom });
  const starts: number[] = [];
  for (let at = from.getTime() / 1000; at * 1000 <= now.getTime(); at += chartBucket) starts.push(at);
  const series = starts.map(
    (at): MetricsPoint => ({
      at: new Date(at * 1000).toISOString(),
      ...(buckets.get(String(at)) ?? emptyTotals()),
    }),
  );
  return {
    range,
    from: from.toISOString(),
    to: now.toISOString(),
    bucketSeconds: chartBucket,
    totals: total.get("all") ?? emptyTotals(),
    previous: before.get("all") ?? emptyTotals(),
    series,
    releases: await releasesOf(tx, of, from, range),
    byRelease: await byReleaseOf(tx, { of, from, range, buckets: starts }),
    sizing: await sizingOf(tx, of, now),
    deployments: await deploymentMarkers(tx, from, of),
  };
}
