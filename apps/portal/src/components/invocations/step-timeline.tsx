import type { Invocation } from "@annex/contract";
import { formatMs } from "@/format/units";
import { cn } from "../ui/cn";
import { hasFailed, stepSpans } from "./step-spans";

/** The steps of an invocation, one after the other, each as long as it took. */
export function StepTimeline({ invocation }: { invocation: Invocation }) {
  const spans = stepSpans(invocation.steps, invocation.totalMs);
  if (spans.length === 0) return <p className="text-sm text-muted">No step was timed.</p>;
  return (
    <ol aria-label="Steps" className="flex flex-col gap-1">
      {spans.map(({ name, words, ms, start, share }) => {
        const failed = hasFailed(name, invocation.outcome);
        return (
          <li key={name} className="grid grid-cols-[132px_1fr_64px] items-center gap-2 text-sm">
            <span className="truncate text-muted" title={words.detail}>
              {words.label}
              {failed && <span className="ml-1 text-xs font-medium text-red">failed</span>}
            </span>
            <span aria-hidden className="relative h-3 rounded-sm bg-hover">
              <span
                className={cn("absolute inset-y-0 min-w-0.5 rounded-sm", failed ? "bg-red" : "bg-accent")}
                style={{ left: `${start * 100}%`, width: `${share * 100}%` }}
              />
            </span>
            <span className="text-right tabular-nums">{ms < 0.05 ? "< 0.1 ms" : formatMs(ms)}</span>
          </li>
        );
      })}
    </ol>
  );
}
