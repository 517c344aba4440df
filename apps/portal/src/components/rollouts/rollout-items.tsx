import type { RolloutItem } from "@annex/contract";
import type { ReactNode } from "react";
import { Badge, type Tone } from "../ui/badge";

const tones: Record<RolloutItem["state"], Tone> = {
  waiting: "neutral",
  deploying: "accent",
  done: "green",
  failed: "red",
  skipped: "amber",
};

interface RolloutItemsProps<T> {
  items: readonly T[];
  /** More to tell of a function, and what may be done with it. */
  more?: (item: T) => ReactNode;
}

/** The functions of a roll-out, with what became of each. */
export function RolloutItems<T extends RolloutItem>({ items, more }: RolloutItemsProps<T>) {
  return (
    <section aria-label="Functions" className="flex flex-col gap-1">
      <h3 className="text-sm font-semibold">Functions</h3>
      <ul className="rounded-md border">
        {items.map((item) => {
          const { tenant, functionName, state, wave, held, detail } = item;
          return (
            <li key={`${tenant.id}/${functionName}`} className="border-b px-3 py-2 text-sm last:border-b-0">
              <div className="flex items-start gap-2">
                <span className="min-w-0 flex-1 wrap-anywhere">
                  <span className="text-muted">{tenant.name} / </span>
                  {functionName}
                </span>
                {wave !== null && <span className="text-xs text-muted">wave {wave}</span>}
                <Badge tone={tones[state]} dot={state === "deploying" ? "live" : false}>
                  {state}
                </Badge>
              </div>
              {held && (
                <p className="mt-0.5 text-xs text-muted">
                  Traffic is being shifted to another release. It has its turn when that has ended.
                </p>
              )}
              {detail && <p className="mt-0.5 text-xs break-words text-muted">{detail}</p>}
              {more?.(item)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
