import type { ReactNode } from "react";
import { cn } from "./cn";

/** A row of figures that wraps where the window is narrow. */
export function Figures({ label, children }: { label: string; children: ReactNode }) {
  return (
    // the gaps are its lines: one colour behind, the figures before it; the last of an odd number takes the whole row
    <section aria-label={label} className="overflow-hidden rounded-md border">
      <dl className="flex flex-wrap gap-px bg-line">{children}</dl>
    </section>
  );
}

interface FigureProps {
  name: string;
  value: ReactNode;
  /** On hover. */
  exact?: string | undefined;
  /** A small text behind the value. */
  note?: ReactNode;
  tone?: "red" | "amber" | undefined;
}

export function Figure({ name, value, exact, note, tone }: FigureProps) {
  return (
    <div className="flex-1 basis-35 bg-bg px-3 py-2.5">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-0.5 flex flex-wrap items-baseline gap-x-2" title={exact}>
        <span className="text-xl font-semibold tabular-nums">{value}</span>
        {note && (
          <span className={cn("text-xs", tone === "red" ? "text-red" : tone === "amber" ? "text-amber" : "text-muted")}>
            {note}
          </span>
        )}
      </dd>
    </div>
  );
}
