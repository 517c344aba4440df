"use client";
import { type DragEvent, type ReactNode, useState } from "react";
import { cn } from "../../ui/cn";
import { carriesField, droppedField } from "./field-drag";

interface FieldDropProps {
  children: ReactNode;
  className?: string;
  onField: (path: string) => void;
}

/** Takes a field that is dropped anywhere on it. Everything it does can be done by its buttons and menus too. */
export function FieldDrop({ children, className, onField }: FieldDropProps) {
  const [over, setOver] = useState(false);
  const dragOver = (event: DragEvent) => {
    // an expression's input takes the path as text, where the caret is
    if (!carriesField(event) || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    if (!carriesField(event) || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    onField(droppedField(event));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the buttons do the same
    <div
      onDragOver={dragOver}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn("rounded-md", over && "outline-2 outline-accent outline-dashed", className)}
    >
      {children}
    </div>
  );
}
