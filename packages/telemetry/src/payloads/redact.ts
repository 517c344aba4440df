import type { z } from "zod";
import { storableText } from "../storable.ts";

type Json = z.core.util.JSONType;

export const redactedValue = "[redacted]";

interface RedactOptions {
  /** Lower-case paths and names. */
  readonly names: ReadonlySet<string>;
  /** Takes secrets out of a text. */
  readonly scrub: (text: string) => string;
  /** About as many bytes of JSON. */
  readonly mostBytes: number;
}

class TooLarge extends Error {}

/**
 * A value without what is redacted and without secrets, as PostgreSQL holds it; undefined where it is larger than
 * `mostBytes`. It looks at no more of a large value than that.
 */
export function redact(value: unknown, { names, scrub, mostBytes }: RedactOptions): Json | undefined {
  let bytes = 0;
  const take = (length: number) => {
    bytes += length;
    if (bytes > mostBytes) throw new TooLarge();
  };
  const textOf = (text: string): string => {
    take(text.length + 2);
    return storableText(scrub(text));
  };
  const isRedacted = (name: string) => {
    const lower = name.toLowerCase();
    return names.has(lower) || names.has(lower.slice(lower.lastIndexOf(".") + 1));
  };
  const copy = (item: unknown): Json => {
    if (typeof item === "string") return textOf(item);
    take(5);
    if (typeof item === "number" || typeof item === "boolean") return item;
    if (Array.isArray(item)) return item.map(copy);
    if (typeof item !== "object" || item === null) return null;
    return Object.fromEntries(
      Object.entries(item).map(([name, inner]) => [textOf(name), isRedacted(name) ? redactedValue : copy(inner)]),
    );
  };
  try {
    return copy(value);
  } catch (error) {
    if (error instanceof TooLarge || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What a policy names, as `redact` compares it: a field's path, and its last part wherever that stands. */
export function redactedNames(redacted: readonly string[]): Set<string> {
  return new Set(redacted.flatMap((name) => [name.toLowerCase(), name.toLowerCase().split(".").at(-1) ?? name]));
}
