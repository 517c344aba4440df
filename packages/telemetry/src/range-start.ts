import type { TimeRange } from "@annex/contract";

const seconds: Readonly<Record<TimeRange, number>> = { "1h": 3600, "24h": 86_400, "7d": 604_800 };

/** When a range that ends now begins. */
export function rangeStart(range: TimeRange): Date {
  return new Date(Date.now() - seconds[range] * 1000);
}
