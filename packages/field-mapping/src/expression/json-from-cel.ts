import { isPlainObject, type Json } from "../json.ts";

const maxDepth = 64;
const maxNodes = 10_000;
const maxCharacters = 262_144;

/**
 * Turns a value of CEL into JSON: int and uint into numbers, timestamps into ISO texts, maps into objects without a
 * prototype. Throws RangeError, with a message for the expression's author, for anything else and for what is too
 * large (10,000 values, 262,144 characters, 64 levels).
 */
export function jsonFromCel(value: unknown): Json {
  const budget = { nodes: maxNodes, characters: maxCharacters };
  return convert(value, 0, budget);
}

interface Budget {
  nodes: number;
  characters: number;
}

function convert(value: unknown, depth: number, budget: Budget): Json {
  budget.nodes -= 1;
  if (budget.nodes < 0 || depth > maxDepth) throw new RangeError("The expression's value is too large.");
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return spend(value, budget);
  if (typeof value === "number") return finite(value);
  if (typeof value === "bigint") return whole(value);
  if (value instanceof Date) return isoText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => convert(item, depth + 1, budget));
  if (value instanceof Map) return fromEntries([...value.entries()], depth, budget);
  if (isPlainObject(value)) return fromEntries(Object.entries(value), depth, budget);
  return whole(unsigned(value));
}

function spend(text: string, budget: Budget): string {
  budget.characters -= text.length;
  if (budget.characters < 0) throw new RangeError("The expression's value is too long.");
  return text;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError("The expression divides by zero or is no number.");
  return value;
}

function whole(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError("The expression's whole number is too large for JSON.");
  return number;
}

function isoText(value: Date): string {
  if (Number.isNaN(value.getTime())) throw new RangeError("The expression's date is not valid.");
  return value.toISOString();
}

/** CEL's unsigned integers are objects that convert to a bigint; durations, bytes and types are refused. */
function unsigned(value: unknown): bigint {
  if (typeof value === "object" && value !== null && value.constructor.name === "UnsignedInt") {
    const inner: unknown = value.valueOf();
    if (typeof inner === "bigint") return inner;
  }
  throw new RangeError("The expression's value is no text, number, boolean, list or map.");
}

function fromEntries(entries: readonly (readonly [unknown, unknown])[], depth: number, budget: Budget): Json {
  const target: Record<string, Json> = Object.create(null);
  for (const [key, item] of entries) {
    const name = spend(typeof key === "string" ? key : String(convert(key, depth + 1, budget)), budget);
    if (name !== "__proto__") target[name] = convert(item, depth + 1, budget);
  }
  return target;
}
