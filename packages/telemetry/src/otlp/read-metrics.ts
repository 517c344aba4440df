import type { PrismaClient } from "@annex/db";
import { type MetricFamily, readFamilies } from "../rollups/read-families.ts";
import type { OtlpBatch } from "./otlp-queue.ts";
import { type Attributes, scope, toAttributes, toNanos } from "./otlp-values.ts";

/** Of opentelemetry/proto/metrics/v1/metrics.proto. */
const cumulative = 2;

/** A metric's name and unit, as a collector names it for Prometheus again: `annex_cost_usd_total` is `annex_cost_usd`. */
function named(name: string) {
  const plain = name.replace(/_total$/, "");
  const unit = plain.endsWith("_ms") ? "ms" : plain.endsWith("_usd") ? "USD" : "1";
  return { name: plain, unit };
}

function toMetric(
  { name, help, type, samples }: MetricFamily,
  times: { startTimeUnixNano: string; timeUnixNano: string },
) {
  const isSum = type === "counter";
  const dataPoints = samples.map(([labels, value]) => ({
    attributes: toAttributes(labels),
    timeUnixNano: times.timeUnixNano,
    ...(isSum ? { startTimeUnixNano: times.startTimeUnixNano } : {}),
    asDouble: value,
  }));
  const data = isSum
    ? { sum: { dataPoints, aggregationTemporality: cumulative, isMonotonic: true } }
    : { gauge: { dataPoints } };
  return { ...named(name), description: help, ...data };
}

/** Since when the sums count: the oldest day that is kept. */
async function countedFrom(operator: PrismaClient, now: Date): Promise<number> {
  const where = { scope: "platform", bucketSeconds: 86_400 } as const;
  const oldest = await operator.rollup.findFirst({ where, orderBy: { bucketAt: "asc" }, select: { bucketAt: true } });
  return (oldest?.bucketAt ?? now).getTime();
}

/** Every metric as it is now: sums since they are kept, and gauges. */
export async function readMetrics(operator: PrismaClient, resource: Attributes, now = new Date()): Promise<OtlpBatch> {
  const families = (await readFamilies(operator, now)).filter(({ samples }) => samples.length > 0);
  const startTimeUnixNano = toNanos(await countedFrom(operator, now));
  const metrics = families.map((family) =>
    toMetric(family, { startTimeUnixNano, timeUnixNano: toNanos(now.getTime()) }),
  );
  return {
    count: families.reduce((sum, { samples }) => sum + samples.length, 0),
    newestAt: null,
    next: 0n,
    body: {
      resourceMetrics: [{ resource: { attributes: toAttributes(resource) }, scopeMetrics: [{ scope, metrics }] }],
    },
  };
}
