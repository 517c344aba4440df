"use client";
import { cn } from "../ui/cn";
import { type ChartSeries, type ChartUnit, formatUnit, looks } from "./chart-series";

interface ChartLegendProps {
  series: readonly ChartSeries[];
  unit: ChartUnit;
  hidden: ReadonlySet<string>;
  onToggle: (label: string) => void;
  /** The bucket under the cursor. */
  index: number | null;
}

/** The lines' names with their stroke patterns; a press hides or shows a line. Under the cursor it tells the values. */
export function ChartLegend({ series, unit, hidden, onToggle, index }: ChartLegendProps) {
  const format = formatUnit[unit];
  return (
    <div className="flex flex-wrap items-center gap-x-1">
      {series.map(({ label, look, values }) => {
        const value = index === null ? undefined : (values[index] ?? null);
        const off = hidden.has(label);
        return (
          <button
            key={label}
            type="button"
            aria-pressed={!off}
            onClick={() => onToggle(label)}
            className={cn(
              "flex h-6 items-center gap-1.5 rounded-sm px-1.5 text-xs hover:bg-hover",
              off ? "text-faint line-through" : "text-muted",
            )}
          >
            <svg aria-hidden="true" width="18" height="4" className="shrink-0">
              <line
                x1="0"
                x2="18"
                y1="2"
                y2="2"
                stroke={`var(${looks[look].token})`}
                strokeWidth="2"
                strokeDasharray={looks[look].dash.join(" ")}
              />
            </svg>
            {label}
            {/* its place is kept: a chart that grew under the cursor would push its neighbours */}
            <span className="min-w-12 text-left font-medium text-fg tabular-nums">
              {value === undefined ? "" : value === null ? "no data" : format(value)}
            </span>
          </button>
        );
      })}
    </div>
  );
}
