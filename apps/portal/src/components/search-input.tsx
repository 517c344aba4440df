"use client";
import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./ui/cn";
import { Input } from "./ui/input";

interface SearchInputProps extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  label: string;
  value: string;
  onValue: (value: string) => void;
}

/** A search field with its glass. `label` names it. */
export function SearchInput({ label, value, onValue, className, ...props }: SearchInputProps) {
  return (
    <div className={cn("relative max-w-full", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2.25 left-2.5 size-3.5 text-faint" />
      <Input
        type="search"
        aria-label={label}
        className="pl-8"
        value={value}
        onChange={(event) => onValue(event.target.value)}
        {...props}
      />
    </div>
  );
}
