"use client";
import type { KeyboardEvent, PointerEvent } from "react";
import { z } from "zod";
import { useRemembered } from "@/client/use-remembered";
import { cn } from "../ui/cn";

const pixelsSchema = z.number();

/** A size in pixels that a person drags and the browser remembers. */
export function useSize(name: string, initial: number, min: number, max: number) {
  const [kept, keep] = useRemembered(`width:${name}`, pixelsSchema, initial);
  const bounded = (wanted: number) => Math.min(max, Math.max(min, Math.round(wanted)));
  return { size: bounded(kept), set: (next: number) => keep(bounded(next)), min, max };
}

interface SplitHandleProps {
  label: string;
  size: ReturnType<typeof useSize>;
  /** Which side of the handle has the size. */
  side: "left" | "right" | "bottom";
}

/** A divider: drag it, or focus it and use the arrow keys. */
export function SplitHandle({ label, size, side }: SplitHandleProps) {
  const sign = side === "left" ? 1 : -1;
  const upright = side !== "bottom";
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    const target = event.currentTarget;
    const place = ({ clientX, clientY }: { clientX: number; clientY: number }) => (upright ? clientX : clientY);
    const startedAt = place(event);
    const start = size.size;
    target.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => size.set(start + sign * (place(moved) - startedAt));
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
    const steps: Record<string, number> = upright
      ? { ArrowLeft: -16, ArrowRight: 16 }
      : { ArrowUp: -16, ArrowDown: 16 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    size.set(size.size + sign * step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be a focusable splitter (WAI-ARIA window splitter)
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={upright ? "vertical" : "horizontal"}
      aria-valuenow={size.size}
      aria-valuemin={size.min}
      aria-valuemax={size.max}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      className={cn(
        "relative z-10 hidden shrink-0 touch-none md:block after:absolute after:bg-line hover:after:bg-accent focus-visible:outline-none focus-visible:after:bg-accent",
        upright
          ? "-mx-1 w-2 cursor-col-resize after:inset-y-0 after:left-1 after:w-px"
          : "-my-1 h-2 cursor-row-resize after:inset-x-0 after:top-1 after:h-px",
      )}
    />
  );
}
