import type { FieldType } from "@annex/contract";

const accepted: Readonly<Record<FieldType, readonly string[]>> = {
  string: ["string"],
  number: ["double", "int", "uint"],
  integer: ["int", "uint"],
  boolean: ["bool"],
  date: ["google.protobuf.Timestamp", "string"],
  json: ["string", "double", "int", "uint", "bool", "google.protobuf.Timestamp", "list", "map"],
};

const conversions: Readonly<Record<FieldType, string>> = {
  string: " Convert it with string().",
  number: " Convert it with double().",
  integer: " Convert it with int().",
  boolean: " Compare it with something, such as result.score > 0.5.",
  date: "",
  json: "",
};

/** Null where a CEL value of type `celType` may go into a field of `type`; else the sentence that says why not. */
export function outputTypeProblem(field: string, type: FieldType, celType: string): string | null {
  const base = celType.replace(/<.*$/, "");
  if (base === "dyn" || base === "null" || accepted[type].includes(base)) return null;
  return `${field} is of type ${type}; this expression gives ${celType}.${conversions[type]}`;
}
