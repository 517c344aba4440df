import { own } from "../own.ts";
import { type Aggregate, addAggregate, emptyAggregate } from "./aggregate.ts";
import { metricUnits } from "./metrics.ts";
import { invalidValue, type MetricsCall } from "./metrics-call.ts";
import { type Dimension, scopeOf } from "./scope.ts";

const lambdaNamespace = "AWS/Lambda";

export interface WantedSeries {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly Dimension[];
  /** Seconds: the engine measures by the minute. */
  readonly Period: number;
  readonly StartTime: number;
  readonly EndTime: number;
  readonly Unit?: string | undefined;
}

export interface Datapoint {
  readonly timestamp: Date;
  readonly aggregate: Aggregate;
}

export const unitOf = (metric: string): string => own<string>(metricUnits, metric) ?? "None";

/** What was measured in each period of a span, oldest first; a period without values is left out, as CloudWatch does. */
export function seriesOf({ metrics }: MetricsCall, wanted: WantedSeries): Datapoint[] {
  if (wanted.StartTime >= wanted.EndTime)
    throw invalidValue("The parameter StartTime must be less than the parameter EndTime.");
  if (wanted.Period % 60 !== 0) throw invalidValue("The parameter Period must be a multiple of 60.");
  if (wanted.Namespace !== lambdaNamespace) return [];
  if (wanted.Unit !== undefined && wanted.Unit !== unitOf(wanted.MetricName)) return [];
  const periodMs = wanted.Period * 1000;
  const from = Math.floor(wanted.StartTime / periodMs) * periodMs;
  const periods = new Map<number, Aggregate>();
  for (const { minute, aggregate } of metrics.read(
    scopeOf(wanted.Dimensions),
    wanted.MetricName,
    from,
    wanted.EndTime,
  )) {
    const start = Math.floor(minute / periodMs) * periodMs;
    const sum = periods.get(start) ?? emptyAggregate();
    addAggregate(sum, aggregate);
    periods.set(start, sum);
  }
  return [...periods].map(([start, aggregate]) => ({ timestamp: new Date(start), aggregate }));
}
