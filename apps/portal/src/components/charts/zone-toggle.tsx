"use client";
import { Button } from "../ui/button";
import { useZone, zoneName } from "./use-zone";

/** Reads the charts in the reader's own time or in UTC. */
export function ZoneToggle() {
  const [zone, setZone] = useZone();
  const other = zone === "utc" ? "local" : "utc";
  return (
    <Button
      variant="ghost"
      size="sm"
      suppressHydrationWarning
      aria-label={`${zone === "utc" ? "UTC" : "Local time"}: show times in ${zoneName(other)}`}
      title={`Show times in ${zoneName(other)}`}
      onClick={() => setZone(other)}
    >
      {zone === "utc" ? "UTC" : "Local time"}
    </Button>
  );
}
