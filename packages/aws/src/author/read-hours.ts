import { GetMetricDataCommand, type MetricDataQuery, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

const sums = ["Invocations", "Errors", "Throttles"] as const;
const hourSeconds = 3600;
/** GetMetricData takes 500 queries at once. */
const functionsAtOnce = Math.floor(500 / sums.length);

/** What CloudWatch counted in an hour; `maxConcurrent` of the account alone. */
export interface HourlyCounts {
  /** Of which function; null for the whole account. */
  readonly lambdaName: string | null;
  readonly hour: Date;
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
  readonly maxConcurrent: number | null;
}

interface Asked {
  readonly lambdaNames: readonly string[];
  /** Whole hours; `to` is exclusive. */
  readonly from: Date;
  readonly to: Date;
}

type Field = "invocations" | "errors" | "throttles" | "maxConcurrent";
interface Query {
  readonly lambdaName: string | null;
  readonly field: Field;
  readonly query: Omit<MetricDataQuery, "Id">;
}

function queryOf(lambdaName: string | null, metric: string, stat: "Sum" | "Maximum", field: Field): Query {
  const Dimensions = lambdaName === null ? [] : [{ Name: "FunctionName", Value: lambdaName }];
  const Metric = { Namespace: "AWS/Lambda", MetricName: metric, Dimensions };
  return { lambdaName, field, query: { MetricStat: { Metric, Period: hourSeconds, Stat: stat } } };
}

const fields = { Invocations: "invocations", Errors: "errors", Throttles: "throttles" } as const;
const sumsOf = (lambdaName: string | null) => sums.map((metric) => queryOf(lambdaName, metric, "Sum", fields[metric]));

async function ask(author: Author, queries: readonly Query[], { from, to }: Asked): Promise<MetricDataResult[]> {
  const found: MetricDataResult[] = [];
  let NextToken: string | undefined;
  do {
    const MetricDataQueries = queries.map(({ query }, at) => ({ ...query, Id: `q${at}` }));
    const input = { MetricDataQueries, StartTime: from, EndTime: to, ...(NextToken ? { NextToken } : {}) };
    const answer = await author.metrics.send(new GetMetricDataCommand(input)).catch((error) => {
      throw toAppError(error, "GetMetricData");
    });
    found.push(...(answer.MetricDataResults ?? []));
    NextToken = answer.NextToken;
  } while (NextToken);
  return found;
}

/**
 * What CloudWatch counted of the account and of each function, by hour; an hour in which nothing was counted is left
 * out. AWS asks a cent for 1,000 metrics, whatever the span: three for each function.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 * @throws AppError, where the author role lacks `cloudwatch:GetMetricData` too.
 */
export async function readHours(author: Author, asked: Asked): Promise<HourlyCounts[]> {
  const hours = new Map<string, HourlyCounts>();
  const take = (queries: readonly Query[], results: readonly MetricDataResult[]) => {
    for (const { Id, Timestamps = [], Values = [] } of results) {
      const query = queries[Number(Id?.slice(1))];
      if (!query) continue;
      const { lambdaName, field } = query;
      for (const [at, hour] of Timestamps.entries()) {
        const key = `${lambdaName ?? ""} ${hour.getTime()}`;
        const none = { lambdaName, hour, invocations: 0, errors: 0, throttles: 0, maxConcurrent: null };
        hours.set(key, { ...(hours.get(key) ?? none), [field]: Values[at] ?? 0 });
      }
    }
  };
  const concurrency = queryOf(null, "ConcurrentExecutions", "Maximum", "maxConcurrent");
  const ofAccount = [...sumsOf(null), concurrency];
  take(ofAccount, await ask(author, ofAccount, asked));
  for (let at = 0; at < asked.lambdaNames.length; at += functionsAtOnce) {
    const queries = asked.lambdaNames.slice(at, at + functionsAtOnce).flatMap(sumsOf);
    take(queries, await ask(author, queries, asked));
  }
  return [...hours.values()];
}
