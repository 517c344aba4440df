import { cn } from "./cn";

interface MeterProps {
  /** What is measured, for screen readers. */
  label: string;
  value: number;
  max: number;
  /** From here on it is told by colour; four fifths of `max` where it is left out. */
  high?: number;
  /** Its width. */
  className: string;
}

/** How much of a limit is used, as a bar: amber when it is nearly used up, red when it is. */
export function Meter({ label, value, max, high = max * 0.8, className }: MeterProps) {
  const used = Math.min(Math.max(value, 0), max);
  const share = max === 0 ? 1 : used / max;
  const tone = share >= 1 ? "bg-red" : used >= high ? "bg-amber" : "bg-accent";
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers paint <meter> in colours of their own, unreadable in the dark
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={used}
      className={cn("inline-block h-1.5 shrink-0 overflow-hidden rounded-full bg-line", className)}
    >
      <span className={cn("block h-full rounded-full", tone)} style={{ width: `${share * 100}%` }} />
    </span>
  );
}
