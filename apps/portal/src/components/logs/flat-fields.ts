import type { LogLine } from "@annex/contract";

type Json = NonNullable<LogLine["fields"]>[string];

export interface FlatField {
  /** `order.id`. */
  readonly name: string;
  /** As it is read: a text without quotes, everything else as JSON. */
  readonly shown: string;
  /** For the filter `field`; null where such a value cannot be looked for. */
  readonly filter: string | null;
}

const mostFields = 100;
const longestFilter = 300;

function flatten(value: Json, path: readonly string[]): FlatField[] {
  const isNested = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isNested && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, inner]) => flatten(inner, [...path, name]));
  const name = path.join(".");
  const filter = `${name}:${JSON.stringify(value)}`;
  const isPlain = typeof value !== "object" && path.every((part) => part !== "" && !/[.:]/.test(part));
  return [
    {
      name,
      shown: typeof value === "string" ? value : JSON.stringify(value),
      filter: isPlain && filter.length <= longestFilter ? filter : null,
    },
  ];
}

/** A line's fields one by one, however deep they are. */
export function flatFields(fields: LogLine["fields"]): FlatField[] {
  return Object.entries(fields ?? {})
    .flatMap(([name, value]) => flatten(value, [name]))
    .slice(0, mostFields);
}
