import { z } from "zod";

/** Any JSON value. */
export type Json = z.core.util.JSONType;

/** An object whose prototype is none or an `Object.prototype`, also that of another realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.every(isJson);
  return isPlain(value) && Object.values(value).every(isJson);
}

/**
 * Any JSON value, as it is. `z.json()` tries each value as each kind and copies it: for the megabytes of small values
 * that one request may hold it took seconds, in which a process answered nobody.
 */
export const jsonSchema = z.custom<Json>(isJson, "This is no JSON value.").meta({ description: "Any JSON value" });
