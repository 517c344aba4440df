import type { z } from "zod";
import { AwsError } from "../http/aws-error.ts";
import { checkAllowed } from "../iam/principal.ts";
import { invalidValue, type MetricsCall } from "./metrics-call.ts";
import type { getMetricStatisticsSchema } from "./requests.ts";
import { seriesOf, unitOf } from "./series.ts";
import { statisticOf } from "./statistics.ts";

const maxDatapoints = 1440;

function statisticsOf(names: readonly string[]) {
  return names.map((name) => {
    const statistic = statisticOf(name);
    if (!statistic) throw invalidValue(`The value ${name} for parameter ExtendedStatistics is not supported.`);
    return [name, statistic] as const;
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export function getMetricStatistics(
  call: MetricsCall,
  input: z.infer<typeof getMetricStatisticsSchema>,
): Record<string, unknown> {
  checkAllowed(call.principal, "cloudwatch:GetMetricStatistics", "*");
  if (input.Statistics.length + input.ExtendedStatistics.length === 0) {
    throw new AwsError(
      "MissingParameter",
      400,
      "At least one of the parameters Statistics and ExtendedStatistics must be specified.",
    );
  }
  const plain = statisticsOf(input.Statistics);
  const extended = statisticsOf(input.ExtendedStatistics);
  const most = (input.EndTime - input.StartTime) / (input.Period * 1000);
  if (most > maxDatapoints) {
    throw new AwsError(
      "InvalidParameterCombination",
      400,
      `You have requested up to ${Math.ceil(most)} datapoints, which exceeds the limit of ${maxDatapoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const Datapoints = seriesOf(call, input).map(({ timestamp, aggregate }) => ({
    Timestamp: timestamp,
    ...Object.fromEntries(plain.map(([name, statistic]) => [name, statistic(aggregate)])),
    ...(extended.length > 0
      ? { ExtendedStatistics: new Map(extended.map(([name, statistic]) => [name, statistic(aggregate)])) }
      : {}),
    Unit: unitOf(input.MetricName),
  }));
  return { Label: input.MetricName, Datapoints };
}
