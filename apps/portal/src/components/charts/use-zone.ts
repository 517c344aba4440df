"use client";
import { useUrlState } from "@/client/use-url-state";

export type Zone = "local" | "utc";

/** `UTC`, or how the reader's zone is called: `GMT+1`. */
export function zoneName(zone: Zone): string {
  if (zone === "utc") return "UTC";
  const parts = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" }).formatToParts(new Date());
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "local time";
}

/** The time zone in the address (`?zone=utc`), the reader's own where there is none. */
export function useZone(): [Zone, (zone: Zone) => void] {
  const [text, setZone] = useUrlState("zone", "local");
  return [text === "utc" ? "utc" : "local", setZone];
}
