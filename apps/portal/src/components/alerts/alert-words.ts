import { type AlertMetric, type AlertRule, isPlatformMetric } from "@annex/contract";
import { formatMs, formatShare, formatUsd } from "@/format/units";

export const metricNames: Record<AlertMetric, string> = {
  error_rate: "Error rate",
  p95: "p95 latency",
  silence: "Silence",
  spend: "Spend",
  platform_errors: "Platform's error rate",
  cell_capacity: "Cell's quota in use",
  cell_unreachable: "Cells out of reach",
  worker_lag: "Oldest waiting job",
  audit_chain: "Audit trail",
};

/** A value of a metric with its unit; an en dash where nothing was measured. */
export function formatMetric(metric: AlertMetric, value: number | null): string {
  if (value === null) return "–";
  if (metric === "error_rate" || metric === "platform_errors" || metric === "cell_capacity") return formatShare(value);
  if (metric === "worker_lag") return formatMs(value * 1000);
  if (metric === "cell_unreachable") return String(value);
  if (metric === "audit_chain") return value === 0 ? "intact" : "broken";
  if (metric === "spend") return formatUsd(value);
  return metric === "p95" ? formatMs(value) : `${value} invocations`;
}

const inWords = (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`);

/** `above 5 % over 5 min`, `none for 24 h`. */
export function conditionOf({ metric, threshold, windowMinutes }: AlertRule): string {
  if (metric === "audit_chain") return `broken, looked at every ${inWords(windowMinutes)}`;
  if (isPlatformMetric(metric) && metric !== "platform_errors") return `above ${formatMetric(metric, threshold)}`;
  if (metric === "silence") return `none for ${inWords(windowMinutes)}`;
  return `above ${formatMetric(metric, threshold)} over ${inWords(windowMinutes)}`;
}
