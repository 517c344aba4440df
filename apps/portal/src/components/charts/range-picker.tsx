"use client";
import { timeRangeSchema } from "@annex/contract";
import { cn } from "../ui/cn";
import { useRange } from "./use-range";
import { useZoom } from "./use-zoom";

const names = {
  "1h": ["1 h", "The last hour"],
  "24h": ["24 h", "The last 24 hours"],
  "7d": ["7 d", "The last 7 days"],
  "30d": ["30 d", "The last 30 days"],
  "90d": ["90 d", "The last 90 days"],
} as const;

/** Chooses the time range in the address. */
export function RangePicker() {
  const [range, setRange] = useRange();
  const [, setZoom] = useZoom();
  return (
    <fieldset className="flex h-7 shrink-0 overflow-hidden rounded-md border border-line-strong">
      <legend className="sr-only">Time range</legend>
      {timeRangeSchema.options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === range}
          title={names[option][1]}
          onClick={() => {
            setZoom(null);
            setRange(option);
          }}
          className={cn(
            "border-r border-line-strong px-2.5 text-sm tabular-nums last:border-r-0 focus-visible:-outline-offset-2",
            option === range ? "bg-pressed font-medium text-fg" : "text-muted hover:bg-hover",
          )}
        >
          {names[option][0]}
        </button>
      ))}
    </fieldset>
  );
}
