import type { Field, FieldError, FieldType } from "@annex/contract";
import { copyJson, ownValue } from "./json.ts";

const dateText = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** `Date.parse` takes the 30th of February for the 2nd of March; who reads it later may not. */
function isDate(text: string): boolean {
  if (!dateText.test(text) || Number.isNaN(Date.parse(text))) return false;
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

const expected: Readonly<Record<FieldType, string>> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  date: "a date such as 2026-11-24 or 2026-11-24T09:30:00Z",
  json: "a JSON value",
};

/** Null where `value` (not null) is of the field's type; else what is wrong, as the end of a sentence. */
export function typeProblem(type: FieldType, value: unknown): string | null {
  return isOfType(type, value) ? null : `must be ${expected[type]}, not ${describeValue(value)}`;
}

function isOfType(type: FieldType, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && isDate(value);
    case "json":
      return isJson(value);
  }
}

function isJson(value: unknown): boolean {
  try {
    copyJson(value);
    return true;
  } catch {
    return false;
  }
}

/** Names a value's kind without telling the value: `a text`, `a list`. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  if (typeof value === "number") return Number.isFinite(value) ? `the number ${value}` : "a number without a value";
  if (typeof value === "boolean") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/**
 * Checks a caller's values against the fields of a contract: each required one is there, each one that is there has
 * its type. Null counts as missing. Values of other fields are not looked at: they never reach a function.
 */
export function checkFieldValues(values: unknown, fields: readonly Field[]): FieldError[] {
  return fields.flatMap((field) => {
    const value = ownValue(values, field.path);
    if (value === undefined || value === null) {
      return field.required ? [{ path: field.path, message: `${field.path} is required.` }] : [];
    }
    const problem = typeProblem(field.type, value);
    return problem === null ? [] : [{ path: field.path, message: `${field.path} ${problem}.` }];
  });
}
