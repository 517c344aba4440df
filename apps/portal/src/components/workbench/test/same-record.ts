import type { FieldValues } from "@annex/contract";

function inOrder(value: FieldValues[string]): FieldValues[string] {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]));
}

/** Whether two records hold the same values, whatever the order of their keys: the database keeps none. */
export function isSameRecord(a: FieldValues, b: FieldValues): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}
