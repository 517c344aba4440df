import type { z } from "zod";

type Json = z.core.util.JSONType;

/** Text as PostgreSQL holds it: without U+0000 and halves of surrogate pairs. */
export function storableText(text: string): string {
  return Buffer.from(text.replaceAll("\u0000", "")).toString();
}

function clean(value: Json): Json {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [storableText(name), clean(item)]));
}

/** A value as JSON that PostgreSQL holds: without what is undefined, its texts and names made so. */
export function storable(value: unknown): Json {
  return clean(JSON.parse(JSON.stringify(value)));
}
