import type { DragEvent } from "react";

const fieldType = "application/x-annex-field";

/** Starts dragging a field of the record: its path is also plain text, so that an expression's input takes it. */
export function dragField(event: DragEvent, path: string): void {
  event.dataTransfer.setData(fieldType, path);
  event.dataTransfer.setData("text/plain", path);
  event.dataTransfer.effectAllowed = "copy";
}

export function carriesField(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(fieldType);
}

export function droppedField(event: DragEvent): string {
  return event.dataTransfer.getData(fieldType);
}
