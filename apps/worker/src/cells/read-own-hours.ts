import { Prisma, type PrismaClient } from "@annex/db";
import { z } from "zod";

/** What the ledger has of a function in an hour, in CloudWatch's terms. */
const ownHour = z.object({
  functionId: z.string(),
  lambdaName: z.string(),
  hour: z.date(),
  invocations: z.number(),
  errors: z.number(),
  throttles: z.number(),
});
export type OwnHour = z.infer<typeof ownHour>;
const runningRows = z.array(z.object({ hour: z.date(), most: z.number() }));

export interface Span {
  readonly cellId: string;
  readonly from: Date;
  readonly to: Date;
}

const rowsOf = ({ cellId, from, to }: Span) => Prisma.sql`
  FROM invocations i JOIN functions f ON f.id = i.function_id
  WHERE f.cell_id = ${cellId}::uuid AND i.started_at >= ${from} AND i.started_at < ${to}`;

/**
 * Counted as Lambda counts (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html): an invocation is
 * one that ran, an error what the function's run ended with and not what our mapping made of it, a throttle what
 * Lambda refused and not our own limits.
 */
export async function readOwnHours(operator: PrismaClient, span: Span): Promise<OwnHour[]> {
  const rows = await operator.$queryRaw`
    SELECT i.function_id AS "functionId", f.lambda_name AS "lambdaName", date_trunc('hour', i.started_at, 'UTC') AS hour,
      count(i.request_id)::float8 AS invocations,
      (count(i.request_id) FILTER (WHERE outcome IN ('function_error', 'timeout', 'out_of_memory')
        AND coalesce(error_type, '') !~ '^(Budget|Mapping)[.]'))::float8 AS errors,
      (count(*) FILTER (WHERE outcome = 'throttled' AND steps -> 'invoke' IS NOT NULL))::float8 AS throttles
    ${rowsOf(span)} GROUP BY 1, 2, 3`;
  return z.array(ownHour).parse(rows);
}

/** How many of the cell's invocations ran at once at most, by hour, as epoch milliseconds. */
export async function readOwnConcurrency(operator: PrismaClient, span: Span): Promise<Map<number, number>> {
  const rows = await operator.$queryRaw`
    SELECT date_trunc('hour', at, 'UTC') AS hour, max(running)::float8 AS most FROM (
      SELECT at, sum(step) OVER (ORDER BY at, step) AS running FROM (
        SELECT i.started_at AS at, 1 AS step ${rowsOf(span)} AND i.request_id IS NOT NULL
        UNION ALL
        SELECT i.started_at + make_interval(secs => i.total_ms / 1000), -1 ${rowsOf(span)} AND i.request_id IS NOT NULL
      ) AS steps) AS sums
    GROUP BY 1`;
  return new Map(runningRows.parse(rows).map(({ hour, most }) => [hour.getTime(), most]));
}
