"use client";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { cn } from "../../ui/cn";
import { Input } from "../../ui/input";

interface PathInputProps {
  label: string;
  initial: string;
  problemOf: (path: string) => string | null;
  onDone: (path: string | null) => void;
}

/** Asks for a path in its place in the tree. Enter takes it, Escape and leaving do not. */
export function PathInput({ label, initial, problemOf, onDone }: PathInputProps) {
  const [path, setPath] = useState(initial);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const problem = path === initial ? null : problemOf(path);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onDone(null);
    if (event.key === "Enter" && (path === initial || problemOf(path) === null)) onDone(path === initial ? null : path);
  };
  return (
    <div className="px-2 py-1">
      <Input
        ref={input}
        aria-label={label}
        aria-invalid={problem !== null}
        className="h-7 font-mono text-xs"
        value={path}
        onChange={(event) => setPath(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => onDone(null)}
      />
      <p role="status" className={cn("mt-0.5 text-xs", problem ? "text-red" : "text-faint")}>
        {problem ?? "Enter keeps it, Esc leaves it"}
      </p>
    </div>
  );
}
