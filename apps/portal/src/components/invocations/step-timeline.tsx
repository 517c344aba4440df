import type { Invocation } from "@annex/contract";
import { formatMs } from "@/format/units";
import { stepSpans } from "./step-spans";

/** The steps of an invocation, one after the other, each as long as it took. */
export function StepTimeline({ invocation }: { invocation: Invocation }) {
  const spans = stepSpans(invocation.steps, invocation.totalMs);
  if (spans.length === 0) return <p className="text-sm text-muted">No step was timed.</p>;
  return (
    <ol aria-label="Steps" className="flex flex-col gap-1">
      {spans.map(({ name, words, ms, start, share }) => (
        <li key={name} className="grid grid-cols-[132px_1fr_64px] items-center gap-2 text-sm">
          <span className="truncate text-muted" title={words.detail}>
            {words.label}
          </span>
          <span aria-hidden className="relative h-3 rounded-sm bg-hover">
            <span
              className="absolute inset-y-0 min-w-0.5 rounded-sm bg-accent"
              style={{ left: `${start * 100}%`, width: `${share * 100}%` }}
            />
          </span>
          <span className="text-right tabular-nums">{ms < 0.05 ? "< 0.1 ms" : formatMs(ms)}</span>
        </li>
      ))}
    </ol>
  );
}
