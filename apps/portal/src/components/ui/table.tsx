import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A table that scrolls sideways in its own frame where the window is narrow. `label` names it for screen readers. */
export function Table({ label, className, children, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={label} tabIndex={0} className="relative w-full overflow-x-auto rounded-md border">
      <table className={cn("w-full border-collapse text-sm", className)} {...props}>
        {children}
      </table>
    </section>
  );
}

export function THead(props: ComponentProps<"thead">) {
  return <thead className="bg-panel text-xs text-muted" {...props} />;
}

export function TR({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("border-b last:border-b-0", className)} {...props} />;
}

/** A heading cell; `end` sets it right, over numbers. */
export function TH({ className, end = false, ...props }: ComponentProps<"th"> & { end?: boolean }) {
  return (
    <th
      scope="col"
      className={cn("h-8 border-b px-3 text-left font-medium whitespace-nowrap", end && "text-right", className)}
      {...props}
    />
  );
}

export function TD({ className, end = false, ...props }: ComponentProps<"td"> & { end?: boolean }) {
  return (
    <td className={cn("h-10 px-3 py-1.5 whitespace-nowrap", end && "text-right tabular-nums", className)} {...props} />
  );
}
