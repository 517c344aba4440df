import type { z } from "zod";
import { AwsError } from "../http/aws-error.ts";
import { checkAllowed } from "../iam/principal.ts";
import type { MetricsCall } from "./metrics-call.ts";
import type { getMetricDataSchema } from "./requests.ts";
import { seriesOf } from "./series.ts";
import { statisticOf } from "./statistics.ts";

type Input = z.infer<typeof getMetricDataSchema>;
type Query = Input["MetricDataQueries"][number];

const invalid = (message: string) => new AwsError("ValidationError", 400, message);

interface Result {
  readonly Id: string;
  readonly Label: string;
  readonly points: readonly { readonly timestamp: Date; readonly value: number }[];
}

function resultOf(call: MetricsCall, input: Input, { Id, MetricStat, Expression, Label }: Query): Result {
  if (Expression !== undefined) {
    throw invalid(
      `The engine does not support metric math: give the query ${Id} a MetricStat instead of an Expression.`,
    );
  }
  if (!MetricStat) throw invalid(`The query ${Id} must have a MetricStat.`);
  const statistic = statisticOf(MetricStat.Stat);
  if (!statistic) {
    throw invalid(
      `The value ${MetricStat.Stat} for parameter Stat is not supported: the engine knows SampleCount, Average, Sum, Minimum, Maximum and percentiles such as p99.`,
    );
  }
  const { Metric, Period, Unit } = MetricStat;
  const points = seriesOf(call, { ...Metric, Period, Unit, StartTime: input.StartTime, EndTime: input.EndTime });
  if (input.ScanBy === "TimestampDescending") points.reverse();
  return {
    Id,
    Label: Label ?? Metric.MetricName,
    points: points.map(({ timestamp, aggregate }) => ({ timestamp, value: statistic(aggregate) })),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export function getMetricData(call: MetricsCall, input: Input): Record<string, unknown> {
  checkAllowed(call.principal, "cloudwatch:GetMetricData", "*");
  const ids = new Set(input.MetricDataQueries.map(({ Id }) => Id));
  if (ids.size < input.MetricDataQueries.length)
    throw invalid("The values for parameter Id in MetricDataQueries are not unique.");
  // The token is how many datapoints were given: each page goes on where the last one ended.
  let skip = Number(input.NextToken ?? 0);
  if (!Number.isSafeInteger(skip) || skip < 0)
    throw new AwsError("InvalidNextToken", 400, "The next token specified is invalid.");
  const given = skip;
  let room = input.MaxDatapoints;
  let isMore = false;
  const MetricDataResults = input.MetricDataQueries.filter(({ ReturnData }) => ReturnData).flatMap((query) => {
    const { Id, Label, points } = resultOf(call, input, query);
    const rest = points.slice(skip);
    const wasGiven = given > 0 && points.length > 0 && rest.length === 0;
    skip = Math.max(0, skip - points.length);
    const page = rest.slice(0, room);
    room -= page.length;
    isMore ||= page.length < rest.length;
    if (wasGiven) return [];
    return {
      Id,
      Label,
      Timestamps: page.map(({ timestamp }) => timestamp),
      Values: page.map(({ value }) => value),
      StatusCode: page.length < rest.length ? "PartialData" : "Complete",
    };
  });
  return {
    MetricDataResults,
    Messages: [],
    ...(isMore ? { NextToken: String(given + input.MaxDatapoints) } : {}),
  };
}
