import { alertMetricSchema, isPlatformMetric, type MetricsTotals, type PlatformMetric } from "@annex/contract";
import type { Db } from "@annex/db";
import { emptyTotals, readTotals } from "@annex/telemetry";
import type { RuleRow } from "../alert/to-alert.ts";
import { measurePlatform } from "./measure-platform.ts";

export interface Measured {
  /** Null where there was nothing to measure. */
  readonly value: number | null;
  readonly isBreached: boolean;
  /** What was found, in words, where it is not the number alone. */
  readonly detail: string | null;
}

type OfPlatform = Exclude<PlatformMetric, "platform_errors">;

/** Metrics of the platform that no rollup holds. */
function ofPlatform(metric: string): OfPlatform | null {
  const parsed = alertMetricSchema.parse(metric);
  return isPlatformMetric(parsed) && parsed !== "platform_errors" ? parsed : null;
}

/** What a rule makes of the totals of its window. Pure. */
export function judge(rule: Pick<RuleRow, "metric" | "threshold">, totals: MetricsTotals): Measured {
  const { invocations, errorsByClass } = totals;
  if (rule.metric === "silence") return { value: invocations, isBreached: invocations === 0, detail: null };
  const values: Readonly<Record<string, number | null>> = {
    error_rate: invocations > 0 ? totals.errorRate : null,
    platform_errors: invocations > 0 ? errorsByClass.platform / invocations : null,
    p95: totals.p95Ms,
    spend: totals.costUsd,
  };
  const value = values[rule.metric] ?? null;
  return { value, isBreached: value !== null && value > rule.threshold, detail: null };
}

/** The totals of whole minutes up to now, or what the platform itself is like at this moment. */
export async function measure(operator: Db["operator"], row: RuleRow, now: Date): Promise<Measured> {
  const metric = ofPlatform(row.metric);
  if (metric !== null) {
    const { value, detail } = await measurePlatform(operator, metric, now);
    return { value, detail, isBreached: value > row.threshold };
  }
  const tenantId = row.tenantId ?? row.watchedTenantId;
  const of = {
    ...(tenantId === null ? {} : { tenantId }),
    ...(row.functionId === null ? {} : { functionId: row.functionId }),
  };
  const minute = Math.floor(now.getTime() / 60_000) * 60_000;
  const from = new Date(minute - (row.windowMinutes - 1) * 60_000);
  const totals = await readTotals(operator, { of, by: "all", from, source: 60 });
  const judged = judge(row, totals.get("all") ?? emptyTotals());
  if (row.metric !== "silence" || !judged.isBreached) return judged;
  // the rollups may be behind, as after the worker was away: the ledger itself says whether nothing came
  const came = await operator.invocation.findFirst({
    where: { ...of, startedAt: { gte: from } },
    select: { id: true },
  });
  return came ? { value: null, isBreached: false, detail: null } : judged;
}
