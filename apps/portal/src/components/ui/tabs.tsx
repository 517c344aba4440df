"use client";
import { Tabs as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";

export const Tabs = Radix.Root;

/** Where there are more tabs than fit, the chosen one is scrolled into view. */
export function TabList({ className, ...props }: ComponentProps<typeof Radix.List>) {
  const list = useRef<HTMLDivElement>(null);
  const shown = useRef<Element | null>(null);
  useEffect(() => {
    const chosen = list.current?.querySelector("[data-state=active]") ?? null;
    if (chosen !== shown.current) chosen?.scrollIntoView({ block: "nearest", inline: "nearest" });
    shown.current = chosen;
  });
  return <Radix.List ref={list} className={cn("flex gap-1 overflow-x-auto border-b", className)} {...props} />;
}

/** A tab; `badge` stands behind its name, such as a count. */
export function Tab({ value, children, badge }: { value: string; children: ReactNode; badge?: ReactNode }) {
  return (
    <Radix.Trigger
      value={value}
      className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2 text-sm text-muted hover:text-fg focus-visible:-outline-offset-2 data-[state=active]:border-fg data-[state=active]:font-medium data-[state=active]:text-fg"
    >
      {children}
      {badge}
    </Radix.Trigger>
  );
}

export function TabPanel({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cn("outline-none", className)} {...props} />;
}
