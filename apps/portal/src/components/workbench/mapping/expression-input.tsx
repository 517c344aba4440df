"use client";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { cn } from "../../ui/cn";
import { applyOption, type Completion, completeExpression, type ExpressionOption } from "./complete-expression";

interface ExpressionInputProps {
  label: string;
  value: string;
  placeholder: string;
  options: readonly ExpressionOption[];
  describedBy: string;
  invalid: boolean;
  onChange: (value: string) => void;
}

/** An expression with completion of fields and functions: while typing, and with Ctrl+Space. */
export function ExpressionInput({
  label,
  value,
  placeholder,
  options,
  describedBy,
  invalid,
  onChange,
}: ExpressionInputProps) {
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState<Completion | null>(null);
  const [at, setAt] = useState(0);
  const offered = shown?.options ?? [];
  const open = offered.length > 0;

  const offer = (text: string, caret: number | null) => {
    setShown(completeExpression(text, caret ?? text.length, options));
    setAt(0);
  };
  const take = (option: ExpressionOption) => {
    const caret = input.current?.selectionStart ?? value.length;
    const next = applyOption(value, caret, shown?.from ?? caret, option);
    onChange(next.text);
    setShown(null);
    // after React has written the value, which moves the caret to its end
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      return offer(value, event.currentTarget.selectionStart);
    }
    const chosen = offered[at];
    if (!open || !chosen) return;
    if (event.key === "ArrowDown") setAt((at + 1) % offered.length);
    else if (event.key === "ArrowUp") setAt((at - 1 + offered.length) % offered.length);
    else if (event.key === "Escape") setShown(null);
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) take(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="relative min-w-0">
      <input
        ref={input}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={list}
        aria-activedescendant={open ? `${list}-${at}` : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        className={"control h-7 font-mono text-xs"}
        value={value}
        onChange={(event) => {
          const { value: text, selectionStart } = event.target;
          onChange(text);
          if (/[\w.]$/.test(text.slice(0, selectionStart ?? text.length))) offer(text, selectionStart);
          else setShown(null);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setShown(null)}
      />
      <div
        id={list}
        role="listbox"
        aria-label="Fields and functions"
        tabIndex={-1}
        hidden={!open}
        className="absolute top-full right-0 left-0 z-30 mt-1 min-w-64 overflow-hidden rounded-md border border-line-strong bg-bg p-1"
      >
        {offered.map((option, index) => (
          <div
            key={option.label}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            // before the input loses the focus
            onPointerDown={(event) => {
              event.preventDefault();
              take(option);
            }}
            className={cn(
              "flex h-6 cursor-pointer items-center justify-between gap-4 rounded-sm px-2 text-xs",
              index === at ? "bg-pressed" : "hover:bg-hover",
            )}
          >
            <span className="truncate font-mono">{option.label}</span>
            <span className="shrink-0 text-muted">{option.note}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
