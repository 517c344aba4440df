"use client";
import { type KeyboardEvent, type PointerEvent, useEffect, useState } from "react";

/** A width in pixels that a person drags and the browser remembers. */
export function useWidth(name: string, initial: number, min: number, max: number) {
  const key = `annex-width:${name}`;
  const [width, setWidth] = useState(initial);
  useEffect(() => {
    const kept = Number(localStorage.getItem(key));
    if (kept >= min && kept <= max) setWidth(kept);
  }, [key, min, max]);
  const set = (next: number) => {
    const bounded = Math.min(max, Math.max(min, Math.round(next)));
    setWidth(bounded);
    localStorage.setItem(key, String(bounded));
  };
  return { width, set, min, max };
}

interface SplitHandleProps {
  label: string;
  size: ReturnType<typeof useWidth>;
  /** Which side of the handle has the width. */
  side: "left" | "right";
}

/** A divider: drag it, or focus it and use the arrow keys. */
export function SplitHandle({ label, size, side }: SplitHandleProps) {
  const sign = side === "left" ? 1 : -1;
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    const target = event.currentTarget;
    const startX = event.clientX;
    const start = size.width;
    target.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => size.set(start + sign * (moved.clientX - startX));
    const end = () => {
      target.removeEventListener("pointermove", move);
      target.removeEventListener("pointerup", end);
      target.removeEventListener("pointercancel", end);
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", end);
    target.addEventListener("pointercancel", end);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -16, ArrowRight: 16 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    size.set(size.width + sign * step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be a focusable splitter (WAI-ARIA window splitter)
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={size.width}
      aria-valuemin={size.min}
      aria-valuemax={size.max}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      className="relative z-10 -mx-1 hidden w-2 shrink-0 cursor-col-resize touch-none md:block after:absolute after:inset-y-0 after:left-1 after:w-px after:bg-line hover:after:bg-accent focus-visible:outline-none focus-visible:after:bg-accent"
    />
  );
}
