import type { TimeRange } from "@annex/contract";

const day = 86_400;
const seconds: Readonly<Record<TimeRange, number>> = {
  "1h": 3600,
  "24h": day,
  "7d": 7 * day,
  "30d": 30 * day,
  "90d": 90 * day,
};

/** When a range that ends now begins. */
export function rangeStart(range: TimeRange): Date {
  return new Date(Date.now() - seconds[range] * 1000);
}
