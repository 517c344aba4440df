"use client";
import type { Binding, ExtensionPoint } from "@annex/contract";
import { ProblemNotice } from "../problem-notice";
import { BindMenu } from "./bind-menu";
import { BindingRow } from "./binding-row";
import { useBindingActions } from "./use-binding-actions";
import { useBindingDrag } from "./use-binding-drag";

interface BindingListProps {
  point: ExtensionPoint;
  bindings: readonly Binding[];
}

/** The functions of one extension point, in the order in which they run. */
export function BindingList({ point, bindings }: BindingListProps) {
  const extensionPointKey = point.key;
  const actions = useBindingActions(extensionPointKey, bindings);
  const drag = useBindingDrag(bindings, actions.move);
  const bound = new Set(bindings.map(({ functionName }) => functionName));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <h3 className="text-xs text-muted">
          {bindings.length > 1 ? "Your functions here, in their order" : "Your functions here"}
        </h3>
        <div className="ml-auto">
          <BindMenu
            extensionPointKey={extensionPointKey}
            bound={bound}
            busy={actions.bind.isPending}
            onBind={(functionName) => actions.bind.mutate(functionName)}
          />
        </div>
      </div>
      {actions.error && <ProblemNotice error={actions.error} title="The bindings were not changed" />}
      {bindings.length > 0 ? (
        <ol aria-label={`Functions at ${extensionPointKey}`} className="divide-y divide-line rounded-md border">
          {bindings.map((binding, place) => (
            <BindingRow
              key={binding.id}
              binding={binding}
              point={point}
              place={place}
              count={bindings.length}
              actions={actions}
              drag={drag.of(binding, place)}
              line={
                drag.gap === place
                  ? "above"
                  : drag.gap === place + 1 && drag.gap === bindings.length
                    ? "below"
                    : undefined
              }
            />
          ))}
        </ol>
      ) : (
        <p className="rounded-md border border-dashed border-line-strong px-3 py-3 text-sm text-muted">
          None: the product goes on without your code.
        </p>
      )}
      <p role="status" className="sr-only">
        {bindings.map(({ functionName }, place) => `${place + 1}. ${functionName}`).join(", ")}
      </p>
    </div>
  );
}
