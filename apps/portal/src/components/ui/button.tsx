"use client";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { onlyReads, useMayChange } from "@/client/may-change";
import { cn } from "./cn";
import { Spinner } from "./spinner";

const variants = {
  primary: "bg-accent text-on-accent border-transparent hover:bg-accent-hover",
  secondary: "bg-bg text-fg border-line-strong hover:bg-hover",
  ghost: "bg-transparent text-muted border-transparent hover:bg-hover hover:text-fg",
  danger: "bg-bg text-red border-line-strong hover:bg-red-soft hover:border-red",
} as const;

const sizes = {
  sm: "h-7 px-2 text-sm gap-1.5",
  md: "h-8 px-3 text-sm gap-2",
  icon: "size-8 justify-center",
  "icon-sm": "size-7 justify-center",
} as const;

interface ButtonProps extends ComponentProps<"button"> {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  /** Renders its child (a link) with the button's looks. */
  asChild?: boolean;
  /** Shows that it is at work and takes no more presses. */
  busy?: boolean;
  /** It leads to a change: who only reads cannot press it. */
  changes?: boolean;
}

export function Button({
  variant = "secondary",
  size = "md",
  asChild = false,
  busy = false,
  changes = false,
  className,
  children,
  disabled,
  title,
  ...props
}: ButtonProps) {
  const mayChange = useMayChange();
  const isRefused = changes && !mayChange;
  const classes = cn(
    "inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none transition-colors duration-100",
    "disabled:opacity-50 aria-disabled:opacity-50",
    variants[variant],
    sizes[size],
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={classes} title={title} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={classes}
      disabled={disabled || busy || isRefused}
      aria-busy={busy || undefined}
      data-variant={variant}
      title={isRefused ? onlyReads : title}
      {...props}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}
