"use client";
import type { Binding } from "@annex/contract";
import { type DragEvent, useState } from "react";

interface Drag {
  readonly id: string;
  /** The place among the others before which it would land. */
  readonly gap: number;
}

/** Dragging one of the bindings of an extension point to another place among them. */
export function useBindingDrag(bindings: readonly Binding[], move: (binding: Binding, by: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const drop = ({ id, gap }: Drag) => {
    const from = bindings.findIndex((binding) => binding.id === id);
    const dragged = bindings[from];
    const to = gap > from ? gap - 1 : gap;
    if (dragged && to !== from) move(dragged, to - from);
  };
  return {
    /** Where the line shows that something would land: before the row of this place, or after the last one. */
    gap: drag?.gap,
    of: (binding: Binding, place: number) => ({
      draggable: true,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", binding.functionName);
        setDrag({ id: binding.id, gap: place });
      },
      onDragOver: (event: DragEvent) => {
        if (drag === null) return; // of another list, or from outside
        event.preventDefault();
        const { top, height } = event.currentTarget.getBoundingClientRect();
        const gap = event.clientY < top + height / 2 ? place : place + 1;
        if (gap !== drag.gap) setDrag({ ...drag, gap });
      },
      onDrop: (event: DragEvent) => {
        if (drag === null) return;
        event.preventDefault();
        drop(drag);
        setDrag(null);
      },
      onDragEnd: () => setDrag(null),
    }),
  };
}

export type RowDrag = ReturnType<ReturnType<typeof useBindingDrag>["of"]>;
