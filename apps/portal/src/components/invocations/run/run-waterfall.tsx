"use client";
import type { InvocationDetail } from "@annex/contract";
import Link from "next/link";
import { useTenant } from "@/client/api-provider";
import { formatMs } from "@/format/units";
import { cn } from "../../ui/cn";
import { type WaterfallRow, waterfallRows, wholeMsOf } from "./waterfall-rows";

const bars: Readonly<Record<WaterfallRow["kind"], string>> = {
  step: "bg-accent",
  init: "bg-amber",
  function: "bg-green",
  call: "bg-muted",
  child: "bg-fg",
};
const kindWords: Readonly<Record<WaterfallRow["kind"], string>> = {
  step: "Pipeline step",
  init: "Cold start",
  function: "Function",
  call: "Call of the platform",
  child: "Function it called",
};
const indents = ["", "pl-4", "pl-8"];
const ticks = [0, 0.25, 0.5, 0.75, 1];

function shownMs(ms: number): string {
  return ms < 0.05 ? "< 0.1 ms" : formatMs(ms);
}

/** From gateway to callback and back, each part where it happened and as long as it took. */
export function RunWaterfall({ run }: { run: InvocationDetail }) {
  const tenant = useTenant();
  const rows = waterfallRows(run);
  const wholeMs = wholeMsOf(run);
  if (rows.length === 0) return <p className="text-sm text-muted">No step was timed.</p>;
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return (
    <div className="rounded-md border">
      <div
        aria-hidden
        className="grid grid-cols-[104px_1fr_64px] sm:grid-cols-[220px_1fr_72px] gap-2 border-b bg-panel px-3 py-1 text-xs text-faint"
      >
        <span />
        <span className="relative h-4">
          {ticks.map((tick) => (
            <span
              key={tick}
              className={cn(
                "absolute whitespace-nowrap tabular-nums max-sm:not-last:hidden",
                tick === 1 ? "right-0" : tick > 0 && "-translate-x-1/2",
              )}
              style={tick === 1 ? undefined : { left: `${tick * 100}%` }}
            >
              {formatMs(wholeMs * tick)}
            </span>
          ))}
        </span>
        <span />
      </div>
      <ol aria-label="Timeline" className="flex flex-col py-1">
        {rows.map(({ key, label, detail, depth, ms, start, share, kind, failed, invocationId }) => (
          <li
            key={key}
            title={`${detail}: ${shownMs(ms)}`}
            className="grid grid-cols-[104px_1fr_64px] sm:grid-cols-[220px_1fr_72px] items-center gap-2 px-3 py-0.5 text-sm hover:bg-hover"
          >
            <span
              className={cn(
                "truncate",
                indents[depth],
                depth === 0 ? "text-muted" : "text-fg",
                kind === "call" && "font-mono text-xs",
              )}
            >
              {invocationId ? (
                <Link href={`/t/${tenant}/invocations/${invocationId}`} className="text-accent-text underline">
                  {label}
                </Link>
              ) : (
                label
              )}
              {failed && <span className="ml-1 font-sans text-xs font-medium text-red">failed</span>}
            </span>
            <span aria-hidden className="relative h-3.5">
              <span className="absolute inset-x-0 top-1/2 border-t border-line" />
              <span
                className={cn("absolute inset-y-0 min-w-0.5 rounded-sm", failed ? "bg-red" : bars[kind])}
                style={{ left: `${start * 100}%`, width: `${share * 100}%` }}
              />
            </span>
            <span className="text-right tabular-nums">{shownMs(ms)}</span>
          </li>
        ))}
      </ol>
      <ul
        aria-label="What the bars are"
        className="flex flex-wrap gap-x-4 gap-y-1 border-t px-3 py-1.5 text-xs text-muted"
      >
        {kinds.map((kind) => (
          <li key={kind} className="flex items-center gap-1.5">
            <span aria-hidden className={cn("h-2 w-4 rounded-sm", bars[kind])} />
            {kindWords[kind]}
          </li>
        ))}
      </ul>
    </div>
  );
}
