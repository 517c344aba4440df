import type { AlertMetric, AlertRule } from "@annex/contract";
import { formatMs, formatShare, formatUsd } from "@/format/units";

export const metricNames: Record<AlertMetric, string> = {
  error_rate: "Error rate",
  p95: "p95 latency",
  silence: "Silence",
  spend: "Spend",
};

/** A value of a metric with its unit; an en dash where nothing was measured. */
export function formatMetric(metric: AlertMetric, value: number | null): string {
  if (value === null) return "–";
  if (metric === "error_rate") return formatShare(value);
  if (metric === "spend") return formatUsd(value);
  return metric === "p95" ? formatMs(value) : `${value} invocations`;
}

const inWords = (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`);

/** `above 5 % over 5 min`, `none for 24 h`. */
export function conditionOf({ metric, threshold, windowMinutes }: AlertRule): string {
  if (metric === "silence") return `none for ${inWords(windowMinutes)}`;
  return `above ${formatMetric(metric, threshold)} over ${inWords(windowMinutes)}`;
}
