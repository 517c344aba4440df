import type { z } from "zod";
import { checkAllowed } from "../iam/principal.ts";
import { invalidValue, type MetricsCall } from "./metrics-call.ts";
import type { listMetricsSchema } from "./requests.ts";
import { type Dimension, dimensionsOf } from "./scope.ts";

type Input = z.infer<typeof listMetricsSchema>;

const pageSize = 500;
const recentMs = 3 * 3_600_000;
const listedMs = 14 * 86_400_000;

function isWanted(dimensions: readonly Dimension[], wanted: Input["Dimensions"]): boolean {
  return wanted.every(({ Name, Value }) =>
    dimensions.some((dimension) => dimension.Name === Name && (Value === undefined || dimension.Value === Value)),
  );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export function listMetrics({ metrics, principal, now }: MetricsCall, input: Input): Record<string, unknown> {
  checkAllowed(principal, "cloudwatch:ListMetrics", "*");
  const since = now - (input.RecentlyActive ? recentMs : listedMs);
  const isLambda = input.Namespace === undefined || input.Namespace === "AWS/Lambda";
  const all = (isLambda ? metrics.names(since) : [])
    .map(({ scope, metric }) => ({ metric, dimensions: dimensionsOf(scope) }))
    .filter(({ metric }) => input.MetricName === undefined || metric === input.MetricName)
    .filter(({ dimensions }) => isWanted(dimensions, input.Dimensions));
  const start = Number(input.NextToken ?? 0);
  if (!Number.isSafeInteger(start) || start < 0) throw invalidValue("The parameter NextToken is invalid.");
  const Metrics = all
    .slice(start, start + pageSize)
    .map(({ metric, dimensions }) => ({ Namespace: "AWS/Lambda", MetricName: metric, Dimensions: dimensions }));
  return { Metrics, ...(start + pageSize < all.length ? { NextToken: String(start + pageSize) } : {}) };
}
