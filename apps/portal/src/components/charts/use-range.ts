"use client";
import { type TimeRange, timeRangeSchema } from "@annex/contract";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** The time range in the address (`?range=`), and a way to change it that keeps the rest of the address. */
export function useRange(): [TimeRange, (range: TimeRange) => void] {
  const search = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const parsed = timeRangeSchema.safeParse(search.get("range"));
  const setRange = useCallback(
    (range: TimeRange) => {
      const next = new URLSearchParams(search);
      next.set("range", range);
      router.replace(`${path}?${next}`, { scroll: false });
    },
    [search, path, router],
  );
  return [parsed.success ? parsed.data : "24h", setRange];
}
