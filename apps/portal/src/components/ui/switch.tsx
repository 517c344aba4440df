"use client";
import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";

export function Switch(props: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className="inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-control-line bg-pressed p-px transition-colors duration-100 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      {...props}
    >
      <Radix.Thumb className="block size-4 rounded-full bg-bg ring-1 ring-control-line transition-transform duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:ring-transparent" />
    </Radix.Root>
  );
}
