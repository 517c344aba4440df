"use client";
import { useUrlState } from "@/client/use-url-state";

export type Zone = "local" | "utc";

/** `UTC`, or how the reader's zone is called at a moment: `GMT+1`, and `GMT+2` in summer. */
export function zoneName(zone: Zone, at = new Date()): string {
  if (zone === "utc") return "UTC";
  const parts = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "local time";
}

/** The time zone in the address (`?zone=utc`), the reader's own where there is none. */
export function useZone(): [Zone, (zone: Zone) => void] {
  const [text, setZone] = useUrlState("zone", "local");
  return [text === "utc" ? "utc" : "local", setZone];
}
