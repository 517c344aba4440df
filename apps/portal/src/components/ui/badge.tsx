import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  neutral: "text-muted bg-hover",
  accent: "text-accent-text bg-accent-soft",
  green: "text-green bg-green-soft",
  amber: "text-amber bg-amber-soft",
  red: "text-red bg-red-soft",
} as const;

export type Tone = keyof typeof tones;

interface BadgeProps {
  tone?: Tone;
  children: ReactNode;
  /** A dot before the word; `live` lets it breathe while something is under way. */
  dot?: boolean | "live";
  className?: string;
}

export function Badge({ tone = "neutral", children, dot = false, className }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 shrink-0 items-center gap-1.5 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {dot && (
        <span aria-hidden className={cn("size-1.5 rounded-full bg-current", dot === "live" && "animate-breathe")} />
      )}
      {children}
    </span>
  );
}
