import type { FieldValues } from "@annex/contract";

/** Any JSON value. */
export type Json = FieldValues[string];

const maxDepth = 64;
const maxNodes = 200_000;
const forbiddenSegments = new Set(["__proto__", "constructor", "prototype"]);

/** True for a name that may be a key of an event, a result path or a field: nothing that reaches a prototype. */
export function isSafeName(name: string): boolean {
  return name !== "" && !forbiddenSegments.has(name);
}

/** True for an object whose own keys are data: not null, not an array, not an instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** The own property `name` of an object or array; undefined where there is none. Never looks at a prototype. */
export function ownValue(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !isSafeName(name)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** Follows `score.value` through own properties only; undefined where the path ends early. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce(ownValue, value);
}

/**
 * A deep copy of a JSON value whose objects have no prototype; keys named `__proto__` are left out.
 * Throws RangeError for what is not JSON, is nested deeper than 64 or has more than 200,000 values.
 */
export function copyJson(value: unknown): Json {
  let nodes = 0;
  const copy = (item: unknown, depth: number): Json => {
    nodes += 1;
    if (depth > maxDepth) throw new RangeError(`nested deeper than ${maxDepth} levels`);
    if (nodes > maxNodes) throw new RangeError(`more than ${maxNodes} values`);
    if (item === null || typeof item === "string" || typeof item === "boolean") return item;
    if (typeof item === "number" && Number.isFinite(item)) return item;
    if (Array.isArray(item)) return item.map((entry: unknown) => copy(entry, depth + 1));
    if (!isPlainObject(item)) throw new RangeError("not a JSON value");
    const target: Record<string, Json> = Object.create(null);
    for (const key of Object.keys(item)) {
      if (key !== "__proto__") target[key] = copy(ownValueOfAnyName(item, key), depth + 1);
    }
    return target;
  };
  return copy(value, 0);
}

/** `constructor` is an ordinary key of data; only paths may not name it. */
function ownValueOfAnyName(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
