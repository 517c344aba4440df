"use client";
import type { Binding, ExtensionPoint } from "@annex/contract";
import { ArrowDown, ArrowUp, GripVertical, Pause, Play, SlidersHorizontal, Unplug } from "lucide-react";
import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useTenant } from "@/client/api-provider";
import { useMayChange } from "@/client/may-change";
import { formatMs } from "@/format/units";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { BindingSettings } from "./binding-settings";
import type { BindingActions } from "./use-binding-actions";
import type { RowDrag } from "./use-binding-drag";

function State({ binding }: { binding: Binding }) {
  if (!binding.enabled)
    return (
      <Badge>
        <Pause aria-hidden className="size-3" />
        Paused
      </Badge>
    );
  if (!binding.live) return <Badge tone="amber">Not deployed yet</Badge>;
  return (
    <Badge tone="green" dot>
      Runs
    </Badge>
  );
}

/** What is set of its own, in words: `if invoice.total > 1000.0 · 500 ms at most · fails the call`. */
function ownSettings({ condition, timeoutMs, failureMode, fallback }: Binding): string {
  const parts = [
    condition !== null && `if ${condition}`,
    timeoutMs !== null && `${formatMs(timeoutMs)} at most`,
    failureMode === "closed" && "fails the call",
    fallback !== null && "with a fallback",
  ];
  return parts.filter((part) => part !== false).join(" · ");
}

interface BindingRowProps {
  binding: Binding;
  point: ExtensionPoint;
  place: number;
  count: number;
  actions: BindingActions;
  drag: RowDrag;
  /** Where a dragged one would land beside this one. */
  line: "above" | "below" | undefined;
}

/** A function at an extension point. It is dragged; Alt with an arrow key moves it, too, from anywhere in the row. */
export function BindingRow({ binding, point, place, count, actions, drag, line }: BindingRowProps) {
  const [editing, setEditing] = useState(false);
  const tenant = useTenant();
  const row = useRef<HTMLLIElement>(null);
  const { functionName, enabled, mode } = binding;
  const own = ownSettings(binding);
  const mayChange = useMayChange();
  const move = (by: number) => {
    if (!mayChange) return;
    const focused = document.activeElement;
    actions.move(binding, by);
    // the row's element is put elsewhere, which takes the focus from what is in it
    requestAnimationFrame(() => {
      if (focused instanceof HTMLElement && row.current?.contains(focused)) focused.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    move(by);
  };
  return (
    <li
      ref={row}
      {...(count > 1 && mayChange ? drag : {})}
      onKeyDown={onKeyDown}
      className={cn(
        "group flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 px-2 py-1",
        line === "above" && "shadow-[inset_0_2px_0_var(--color-accent)]",
        line === "below" && "shadow-[inset_0_-2px_0_var(--color-accent)]",
      )}
    >
      {count > 1 && (
        <>
          <GripVertical aria-hidden className="size-3.5 shrink-0 cursor-grab text-faint" />
          <span aria-hidden className="w-4 text-right text-xs text-faint tabular-nums">
            {place + 1}
          </span>
        </>
      )}
      <Link
        href={`/t/${tenant}/functions/${functionName}`}
        draggable={false}
        className="min-w-0 truncate font-medium hover:underline"
      >
        {functionName}
      </Link>
      <State binding={binding} />
      {mode === "async" && <Badge>After the answer</Badge>}
      <span className="ml-auto flex">
        {count > 1 && (
          <>
            <RowButton label={`Move ${functionName} up`} disabled={place === 0} onPress={() => move(-1)}>
              <ArrowUp aria-hidden className="size-3.5" />
            </RowButton>
            <RowButton label={`Move ${functionName} down`} disabled={place === count - 1} onPress={() => move(1)}>
              <ArrowDown aria-hidden className="size-3.5" />
            </RowButton>
          </>
        )}
        <RowButton reads label={`Set how ${functionName} runs`} onPress={() => setEditing(true)}>
          <SlidersHorizontal aria-hidden className="size-3.5" />
        </RowButton>
        <RowButton
          label={`${enabled ? "Pause" : "Resume"} ${functionName}`}
          onPress={() => actions.toggle.mutate(binding)}
        >
          {enabled ? <Pause aria-hidden className="size-3.5" /> : <Play aria-hidden className="size-3.5" />}
        </RowButton>
        <RowButton label={`Unbind ${functionName}`} onPress={() => actions.unbind.mutate(binding)}>
          <Unplug aria-hidden className="size-3.5" />
        </RowButton>
      </span>
      {own !== "" && (
        <p className="w-full truncate pb-1 pl-12 text-xs text-muted" title={own}>
          {own}
        </p>
      )}
      {editing && <BindingSettings binding={binding} point={point} onClose={() => setEditing(false)} />}
    </li>
  );
}

interface RowButtonProps {
  label: string;
  /** Looking at it changes nothing. */
  reads?: boolean;
  /** Stays focusable, so that moving to an end does not throw the focus away. */
  disabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}

function RowButton({ label, reads = false, disabled = false, onPress, children }: RowButtonProps) {
  return (
    <Button
      changes={!reads}
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      title={label}
      aria-disabled={disabled || undefined}
      onClick={() => disabled || onPress()}
    >
      {children}
    </Button>
  );
}
