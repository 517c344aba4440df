import type { Field, PlatformRecord } from "@annex/contract";

type Json = PlatformRecord["data"][string];

/** The value of a field such as `invoice.supplier.name`; the path begins with the record type. Undefined where there is none. */
export function fieldValue(record: PlatformRecord, path: string): Json | undefined {
  let value: Json | undefined = record.data;
  for (const name of path.split(".").slice(1)) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

/** A value as a cell shows it: numbers with separators, nothing as an en dash. */
export function inCell(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "number") return value.toLocaleString("en", { maximumFractionDigits: 4 });
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether the ID or any value of the record has the text in it. */
export function recordHas(record: PlatformRecord, fields: readonly Field[], text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === "" || record.id.includes(wanted)) return true;
  return fields.some(({ path }) => {
    const value = fieldValue(record, path);
    return [inCell(value), String(value)].some((shown) => shown.toLowerCase().includes(wanted));
  });
}
