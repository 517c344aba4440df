import type { Db } from "@annex/db";
import { z } from "zod";
import { readTotals } from "./read-totals.ts";

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** A metric with its samples, whatever it is written as. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly Sample[];
}

const classes = {
  user: "user_errors",
  platform: "platform_errors",
  throttle: "throttles",
  configuration: "configuration_errors",
  timeout: "timeouts",
  out_of_memory: "out_of_memory",
} as const;

const sumsSchema = z.array(
  z.object({
    tenant: z.string(),
    invocations: z.number(),
    ...Object.fromEntries(Object.values(classes).map((column) => [column, z.number()])),
    coldStarts: z.number(),
    gbSeconds: z.number(),
    costUsd: z.number(),
  }),
);

const windowMs = 300_000;

/** Sums of each tenant since its rollups of a day are kept (800 days). */
async function counters(operator: Db["operator"]): Promise<MetricFamily[]> {
  const rows = sumsSchema.parse(
    await operator.$queryRaw`
      SELECT t.slug AS tenant, sum(invocations)::float8 AS invocations, sum(user_errors)::float8 AS user_errors,
        sum(platform_errors)::float8 AS platform_errors, sum(throttles)::float8 AS throttles,
        sum(configuration_errors)::float8 AS configuration_errors, sum(timeouts)::float8 AS timeouts,
        sum(out_of_memory)::float8 AS out_of_memory, sum(cold_starts)::float8 AS "coldStarts",
        sum(billed_mb_ms)::float8 / 1024 / 1000 AS "gbSeconds", sum(cost_pico_usd)::float8 / 1e12 AS "costUsd"
      FROM rollups r JOIN tenants t ON t.id = r.tenant_id
      WHERE scope = 'tenant' AND bucket_seconds = 86400 GROUP BY t.slug ORDER BY t.slug`,
  );
  const byTenant = (of: (row: (typeof rows)[number]) => number) =>
    rows.map((row): Sample => [{ tenant: row.tenant }, of(row)]);
  const errors = rows.flatMap((row) =>
    Object.entries(classes).map(([name, column]): Sample => {
      const counts: Readonly<Record<string, unknown>> = row;
      return [{ tenant: row.tenant, class: name }, Number(counts[column])];
    }),
  );
  const type = "counter" as const;
  return [
    {
      name: "annex_invocations_total",
      help: "Invocations.",
      type,
      samples: byTenant(({ invocations }) => invocations),
    },
    { name: "annex_errors_total", help: "Invocations that failed, by whose fault it was.", type, samples: errors },
    { name: "annex_cold_starts_total", help: "Cold starts.", type, samples: byTenant(({ coldStarts }) => coldStarts) },
    { name: "annex_gb_seconds_total", help: "Billed GB-seconds.", type, samples: byTenant((row) => row.gbSeconds) },
    { name: "annex_cost_usd_total", help: "Cost by Lambda's prices.", type, samples: byTenant((row) => row.costUsd) },
  ];
}

/** Latency of the last five minutes, of the whole call and of our own part of it. */
async function latencies(operator: Db["operator"], now: Date): Promise<MetricFamily[]> {
  const from = new Date(now.getTime() - windowMs);
  const totals = await readTotals(operator, { of: {}, by: "tenant", from, source: 60 });
  const tenants = await operator.tenant.findMany({
    where: { id: { in: [...totals.keys()] } },
    select: { id: true, slug: true },
  });
  const of = (own: boolean) =>
    tenants.flatMap(({ id, slug }): Sample[] => {
      const found = totals.get(id);
      const values = own
        ? { "0.5": found?.ownP50Ms, "0.95": found?.ownP95Ms }
        : { "0.5": found?.p50Ms, "0.95": found?.p95Ms, "0.99": found?.p99Ms };
      return Object.entries(values).flatMap(([quantile, value]): Sample[] =>
        value == null ? [] : [[{ tenant: slug, quantile }, value]],
      );
    });
  const type = "gauge" as const;
  return [
    { name: "annex_latency_ms", help: "Whole calls of the last five minutes.", type, samples: of(false) },
    { name: "annex_own_latency_ms", help: "What of them was spent outside the functions.", type, samples: of(true) },
  ];
}

/** How many alert rules fire, and how many budgets are in which state. */
async function states(operator: Db["operator"]): Promise<MetricFamily[]> {
  const firing = await operator.alertRule.count({ where: { enabled: true, state: "firing" } });
  const budgets = await operator.budget.groupBy({ by: ["state"], _count: true });
  const samples = budgets.map(({ state, _count }): Sample => [{ state }, _count]);
  const type = "gauge" as const;
  return [
    { name: "annex_alerts_firing", help: "Alert rules that fire.", type, samples: [[{}, firing]] },
    { name: "annex_budgets", help: "Budgets by their state.", type, samples },
  ];
}

/** How much of each signal of OpenTelemetry went out, and how much never will. */
async function exports(operator: Db["operator"]): Promise<MetricFamily[]> {
  const rows = await operator.otlpExport.findMany({ orderBy: { signal: "asc" } });
  if (rows.length === 0) return [];
  const of = (name: "sent" | "dropped") => rows.map((row): Sample => [{ signal: row.signal }, Number(row[name])]);
  const type = "counter" as const;
  return [
    { name: "annex_otlp_sent_total", help: "Invocations, lines and metrics sent by OTLP.", type, samples: of("sent") },
    { name: "annex_otlp_dropped_total", help: "Those that the collector never got.", type, samples: of("dropped") },
  ];
}

/** What the rollups say in this moment: nothing is counted beside them. */
export async function readFamilies(operator: Db["operator"], now = new Date()): Promise<MetricFamily[]> {
  const parts = [await counters(operator), await latencies(operator, now), await states(operator)];
  return [...parts.flat(), ...(await exports(operator))];
}
