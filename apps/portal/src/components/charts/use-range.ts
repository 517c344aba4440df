"use client";
import { type TimeRange, timeRangeSchema } from "@annex/contract";
import { useUrlState } from "@/client/use-url-state";

/** The time range in the address (`?range=`), 24 h where there is none. */
export function useRange(): [TimeRange, (range: TimeRange) => void] {
  const [text, setRange] = useUrlState("range", "24h", { push: true });
  const parsed = timeRangeSchema.safeParse(text);
  return [parsed.success ? parsed.data : "24h", setRange];
}
