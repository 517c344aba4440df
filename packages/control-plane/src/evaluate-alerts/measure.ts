import { alertMetricSchema, type MetricsTotals } from "@annex/contract";
import type { Tx } from "@annex/db";
import { emptyTotals, readTotals } from "@annex/telemetry";
import type { RuleRow } from "../alert/to-alert.ts";

export interface Measured {
  /** Null where there was nothing to measure. */
  readonly value: number | null;
  readonly isBreached: boolean;
}

/** What a rule makes of the totals of its window. Pure. */
export function judge(rule: Pick<RuleRow, "metric" | "threshold">, totals: MetricsTotals): Measured {
  const metric = alertMetricSchema.parse(rule.metric);
  if (metric === "silence") return { value: totals.invocations, isBreached: totals.invocations === 0 };
  const hasAny = totals.invocations > 0;
  const value = { error_rate: hasAny ? totals.errorRate : null, p95: totals.p95Ms, spend: totals.costUsd }[metric];
  return { value, isBreached: value !== null && value > rule.threshold };
}

/** The totals of whole minutes up to now. */
export async function measure(tx: Pick<Tx, "$queryRaw">, row: RuleRow, now: Date): Promise<Measured> {
  const tenantId = row.tenantId ?? row.watchedTenantId;
  const of = {
    ...(tenantId === null ? {} : { tenantId }),
    ...(row.functionId === null ? {} : { functionId: row.functionId }),
  };
  const minute = Math.floor(now.getTime() / 60_000) * 60_000;
  const from = new Date(minute - (row.windowMinutes - 1) * 60_000);
  const totals = await readTotals(tx, { of, by: "all", from, source: 60 });
  return judge(row, totals.get("all") ?? emptyTotals());
}
