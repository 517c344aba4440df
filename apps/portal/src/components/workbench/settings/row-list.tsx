"use client";
import { Plus, X } from "lucide-react";
import type { FormEvent, ReactNode } from "react";
import { Button } from "../../ui/button";

interface RowListProps {
  /** What is listed, in the singular: "package". */
  noun: string;
  rows: readonly { key: string; content: ReactNode }[];
  onRemove: (key: string) => void;
  /** The inputs of a new row. */
  children: ReactNode;
  problem: string | null;
  onAdd: () => void;
}

/** A short list with a row of inputs below that adds to it. */
export function RowList({ noun, rows, onRemove, children, problem, onAdd }: RowListProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAdd();
  };
  return (
    <div className="flex flex-col gap-2">
      {rows.length > 0 && (
        <ul className="rounded-md border">
          {rows.map(({ key, content }) => (
            <li key={key} className="flex h-9 items-center gap-2 border-b pr-1 pl-3 font-mono text-xs last:border-b-0">
              <span className="flex min-w-0 flex-1 gap-3">{content}</span>
              <Button variant="ghost" size="icon-sm" aria-label={`Remove ${noun} ${key}`} onClick={() => onRemove(key)}>
                <X aria-hidden className="size-3.5" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit} className="flex flex-wrap items-start gap-2">
        {children}
        <Button type="submit">
          <Plus aria-hidden className="size-3.5" />
          Add {noun}
        </Button>
      </form>
      {problem && (
        <p role="alert" className="text-xs text-red">
          {problem}
        </p>
      )}
    </div>
  );
}
