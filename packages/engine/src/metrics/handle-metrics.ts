import { AwsError } from "../http/aws-error.ts";
import type { AwsRequest, AwsResponse } from "../http/aws-request.ts";
import { own } from "../own.ts";
import { getMetricData } from "./get-metric-data.ts";
import { getMetricStatistics } from "./get-metric-statistics.ts";
import { listMetrics } from "./list-metrics.ts";
import type { MetricsCall } from "./metrics-call.ts";
import { getMetricDataSchema, getMetricStatisticsSchema, listMetricsSchema, parseInput } from "./requests.ts";
import { protocolOf, readInput } from "./wire/protocol.ts";

type Operation = (call: MetricsCall, input: unknown) => Record<string, unknown>;

const operations: Readonly<Record<string, Operation>> = {
  GetMetricData: (call, input) => getMetricData(call, parseInput(getMetricDataSchema, input)),
  GetMetricStatistics: (call, input) => getMetricStatistics(call, parseInput(getMetricStatisticsSchema, input)),
  ListMetrics: (call, input) => listMetrics(call, parseInput(listMetricsSchema, input)),
};

/** CloudWatch, in any of its three protocols. The engine writes the values itself; callers read them. */
export function handleMetrics(call: MetricsCall, request: AwsRequest, requestId: string): AwsResponse {
  const protocol = protocolOf(request);
  const operation = own(operations, protocol.operation);
  if (!operation) {
    const name = protocol.operation ?? "(none)";
    throw new AwsError("InvalidAction", 400, `The engine does not support the CloudWatch operation ${name}.`);
  }
  return protocol.answer(operation(call, readInput(protocol)), requestId);
}

export function metricsError(request: AwsRequest, error: AwsError, requestId: string): AwsResponse {
  return protocolOf(request).error(error, requestId);
}
