import { type AlertEvent, alertMetricSchema, isPlatformMetric } from "@annex/contract";
import type { RuleRow } from "./to-alert.ts";

const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`;
const usd = (amount: number) => `$${amount < 0.01 ? Number(amount.toPrecision(2)) : amount.toFixed(2)}`;
const ms = (value: number) => `${Math.round(value)} ms`;

const inWords = {
  error_rate: { name: "error rate", format: percent },
  p95: { name: "p95 latency", format: ms },
  spend: { name: "spend", format: usd },
  platform_errors: { name: "platform error rate", format: percent },
  cell_capacity: { name: "a cell near its quota", format: percent },
  cell_unreachable: { name: "cells that cannot be reached", format: String },
  worker_lag: { name: "the worker is behind", format: (seconds: number) => durationOf(Math.ceil(seconds / 60)) },
  audit_chain: { name: "the audit trail is broken", format: String },
};

function durationOf(minutes: number): string {
  const [count, unit] = minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function whose({ function: fn, tenant, watchedTenant }: RuleRow): string {
  const owner = tenant ?? watchedTenant;
  const of = owner ? owner.name : "the platform";
  return fn ? `${fn.name} of ${of}` : of;
}

/** `score of Acme: error rate 12 %, above 5 % for 5 minutes`. */
export function alertText(row: RuleRow, kind: AlertEvent["kind"], value: number | null, detail: string | null): string {
  const metric = alertMetricSchema.parse(row.metric);
  const during = durationOf(row.windowMinutes);
  if (kind === "test") return `A test of the alert rule ${row.name} over ${whose(row)}: nothing happened.`;
  if (metric === "silence")
    return kind === "firing"
      ? `${whose(row)}: no invocation in the last ${during}`
      : `${whose(row)}: invocations came again`;
  const { name, format } = inWords[metric];
  if (isPlatformMetric(metric) && metric !== "platform_errors")
    return kind === "firing" ? `${name}: ${detail ?? "no detail"}` : `${name}: not any more`;
  const now = value === null ? "nothing measured" : format(value);
  const limit = format(row.threshold);
  return kind === "firing"
    ? `${whose(row)}: ${name} ${now}, above ${limit} over the last ${during}`
    : `${whose(row)}: ${name} ${now}, no longer above ${limit}`;
}
