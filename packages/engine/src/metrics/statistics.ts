import { type Aggregate, percentile } from "./aggregate.ts";

type Statistic = (aggregate: Aggregate) => number;

const plain: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

/** A statistic by CloudWatch's name: the five plain ones and percentiles (`p50` to `p99.99`); undefined for another. */
export function statisticOf(name: string): Statistic | undefined {
  if (Object.hasOwn(plain, name)) return plain[name];
  const percent = Number(/^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1]);
  return percent > 0 && percent <= 100 ? (aggregate) => percentile(aggregate, percent) : undefined;
}
