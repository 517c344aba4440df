import type { ComponentProps } from "react";
import { cn } from "./cn";

export const controlClasses =
  "w-full rounded-md border border-control-line bg-bg text-fg placeholder:text-faint disabled:opacity-50 aria-invalid:border-red";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      autoComplete="off"
      spellCheck={false}
      className={cn(controlClasses, "h-8 px-2.5 text-sm", className)}
      {...props}
    />
  );
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      spellCheck={false}
      className={cn(controlClasses, "min-h-16 px-2.5 py-1.5 text-sm", className)}
      {...props}
    />
  );
}
