import type { RolloutCounts as Counts } from "@annex/contract";
import { cn } from "../ui/cn";

const parts = [
  ["done", "upgraded", "bg-green"],
  ["failed", "failed", "bg-red"],
  ["skipped", "skipped", "bg-amber"],
  ["deploying", "deploying", "bg-accent"],
  ["waiting", "waiting", "bg-line-strong"],
] as const satisfies readonly (readonly [keyof Counts, string, string])[];

/** How far a roll-out is, as a bar and in words. */
export function RolloutBar({ counts }: { counts: Counts }) {
  const total = parts.reduce((sum, [key]) => sum + counts[key], 0);
  const words = parts
    .filter(([key]) => counts[key] > 0)
    .map(([key, word]) => `${counts[key].toLocaleString("en")} ${word}`)
    .join(", ");
  const ended = total - counts.waiting - counts.deploying;
  return (
    <div className="flex flex-col gap-1">
      <div
        role="progressbar"
        aria-label="Functions that have had their turn"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={ended}
        aria-valuetext={words}
        className="flex h-1.5 w-full min-w-40 overflow-hidden rounded-full bg-line"
      >
        {parts.map(([key, , colour]) => (
          <span key={key} className={cn(colour)} style={{ width: `${(counts[key] / Math.max(1, total)) * 100}%` }} />
        ))}
      </div>
      <span className="text-xs text-muted">{words}</span>
    </div>
  );
}
