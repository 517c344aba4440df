"use client";
import type { Binding, ExtensionPoint } from "@annex/contract";
import { ArrowDown, ArrowUp, Filter, Hourglass, Pause, Play, RotateCcw, Send, Unplug } from "lucide-react";
import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useTenant } from "@/client/api-provider";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { BindingCondition } from "./binding-condition";
import { RetryPolicyDialog } from "./retry-policy";
import type { BindingActions } from "./use-binding-actions";

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

interface BindingRowProps {
  binding: Binding;
  point: ExtensionPoint;
  place: number;
  count: number;
  actions: BindingActions;
}

/** A function at an extension point. Alt with an arrow key moves it from anywhere in the row. */
export function BindingRow({ binding, point, place, count, actions }: BindingRowProps) {
  const [editing, setEditing] = useState(false);
  const tenant = useTenant();
  const row = useRef<HTMLLIElement>(null);
  const [retrying, setRetrying] = useState(false);
  const { functionName, enabled, mode, condition } = binding;
  const move = (by: number) => {
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
    <li ref={row} onKeyDown={onKeyDown} className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 px-2 py-1">
      <span aria-hidden className="w-4 text-right text-xs text-faint tabular-nums">
        {place + 1}
      </span>
      <Link href={`/t/${tenant}/functions/${functionName}`} className="min-w-0 truncate font-medium hover:underline">
        {functionName}
      </Link>
      <State binding={binding} />
      {mode === "async" && <Badge>After the answer</Badge>}
      {condition !== null && (
        <code className="max-w-64 truncate text-xs text-muted" title={condition}>
          if {condition}
        </code>
      )}
      <span className="ml-auto flex">
        <RowButton label={`Move ${functionName} up`} disabled={place === 0} onPress={() => move(-1)}>
          <ArrowUp aria-hidden className="size-3.5" />
        </RowButton>
        <RowButton label={`Move ${functionName} down`} disabled={place === count - 1} onPress={() => move(1)}>
          <ArrowDown aria-hidden className="size-3.5" />
        </RowButton>
        <RowButton label={`When ${functionName} runs`} onPress={() => setEditing(true)}>
          <Filter aria-hidden className="size-3.5" />
        </RowButton>
        <RowButton
          label={mode === "async" ? `Let the caller wait for ${functionName}` : `Run ${functionName} after the answer`}
          onPress={() => actions.defer.mutate(binding)}
        >
          {mode === "async" ? (
            <Hourglass aria-hidden className="size-3.5" />
          ) : (
            <Send aria-hidden className="size-3.5" />
          )}
        </RowButton>
        <RowButton
          label={`${enabled ? "Pause" : "Resume"} ${functionName}`}
          onPress={() => actions.toggle.mutate(binding)}
        >
          {enabled ? <Pause aria-hidden className="size-3.5" /> : <Play aria-hidden className="size-3.5" />}
        </RowButton>
        <RowButton label={`Set how ${functionName} is tried again`} onPress={() => setRetrying(true)}>
          <RotateCcw aria-hidden className="size-3.5" />
        </RowButton>
        <RowButton label={`Unbind ${functionName}`} onPress={() => actions.unbind.mutate(binding)}>
          <Unplug aria-hidden className="size-3.5" />
        </RowButton>
      </span>
      {editing && <BindingCondition binding={binding} point={point} onClose={() => setEditing(false)} />}
      {retrying && <RetryPolicyDialog binding={binding} onClose={() => setRetrying(false)} />}
    </li>
  );
}

interface RowButtonProps {
  label: string;
  /** Stays focusable, so that moving to an end does not throw the focus away. */
  disabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}

function RowButton({ label, disabled = false, onPress, children }: RowButtonProps) {
  return (
    <Button
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
