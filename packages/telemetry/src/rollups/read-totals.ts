import type { MetricsTotals } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";
import { readShares, type Shares } from "./read-shares.ts";
import { rollupGroup, rollupWhere, type TotalsQuery } from "./rollup-where.ts";

const classes = {
  user: "user_errors",
  platform: "platform_errors",
  throttle: "throttles",
  configuration: "configuration_errors",
  timeout: "timeouts",
  out_of_memory: "out_of_memory",
} as const;

const classSums = Prisma.raw(
  Object.entries(classes)
    .map(([name, column]) => `sum(${column})::float8 AS "${name}"`)
    .join(", "),
);

const sumRow = z.object({
  id: z.string(),
  invocations: z.number(),
  user: z.number(),
  platform: z.number(),
  throttle: z.number(),
  configuration: z.number(),
  timeout: z.number(),
  out_of_memory: z.number(),
  coldStarts: z.number(),
  costUsd: z.number(),
  memoryMb: z.number().nullable(),
  maxMemoryMb: z.number().nullable(),
});
/** The totals of no invocation at all. */
export function emptyTotals(): MetricsTotals {
  const none = {
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    ownP50Ms: null,
    ownP95Ms: null,
    memoryMb: null,
    maxMemoryMb: null,
  };
  const errorsByClass = { user: 0, platform: 0, throttle: 0, configuration: 0, timeout: 0, out_of_memory: 0 };
  return { invocations: 0, errors: 0, errorRate: 0, errorsByClass, coldStarts: 0, costUsd: 0, ...none };
}

const nothing: Shares = { p50: null, p95: null, p99: null };

function toTotals(row: z.infer<typeof sumRow>, total: Shares, own: Shares): MetricsTotals {
  const { id: _, invocations, coldStarts, costUsd, memoryMb, maxMemoryMb, ...errorsByClass } = row;
  const errors = Object.values(errorsByClass).reduce((sum, count) => sum + count, 0);
  return {
    invocations,
    errors,
    errorRate: invocations === 0 ? 0 : errors / invocations,
    errorsByClass,
    coldStarts,
    costUsd,
    p50Ms: total.p50,
    p95Ms: total.p95,
    p99Ms: total.p99,
    ownP50Ms: own.p50,
    ownP95Ms: own.p95,
    memoryMb,
    maxMemoryMb,
  };
}

/** Sums and percentiles of each group that had an invocation, read from the rollups. */
export async function readTotals(tx: Pick<Tx, "$queryRaw">, query: TotalsQuery): Promise<Map<string, MetricsTotals>> {
  const [id, where] = [rollupGroup(query.by), rollupWhere(query)];
  const rows = await tx.$queryRaw`
    SELECT group_id::text AS id, sums.* FROM (
      SELECT ${id} AS group_id, sum(invocations)::float8 AS invocations, ${classSums}, sum(cold_starts)::float8 AS "coldStarts",
        sum(cost_pico_usd)::float8 / 1e12 AS "costUsd", max(memory_mb) AS "memoryMb", max(max_memory_mb) AS "maxMemoryMb"
      FROM rollups WHERE ${where} GROUP BY 1) AS sums`;
  const shares = await readShares(tx, query);
  return new Map(
    z
      .array(sumRow)
      .parse(rows)
      .map((row) => {
        const of = (own: boolean) => shares.get(`${row.id} ${own}`) ?? nothing;
        return [row.id, toTotals(row, of(false), of(true))];
      }),
  );
}
