import type { Field } from "@annex/contract";

/** Something that an expression may name at its caret. */
export interface ExpressionOption {
  /** What is put in place of the word at the caret. */
  readonly insert: string;
  readonly label: string;
  readonly note: string;
}

/** CEL's own functions and macros that are of use on a record's fields. */
const functions: readonly ExpressionOption[] = [
  { insert: "size(", label: "size(x)", note: "length of a text or list" },
  { insert: "has(", label: "has(a.b)", note: "whether a field has a value" },
  { insert: "double(", label: "double(x)", note: "to a number" },
  { insert: "int(", label: "int(x)", note: "to a whole number" },
  { insert: "string(", label: "string(x)", note: "to a text" },
  { insert: "startsWith(", label: "startsWith(s)", note: "of a text" },
  { insert: "endsWith(", label: "endsWith(s)", note: "of a text" },
  { insert: "contains(", label: "contains(s)", note: "of a text" },
];

/** The fields, the result's properties and the functions that an expression may use. */
export function expressionOptions(inputs: readonly Field[], result?: unknown): ExpressionOption[] {
  const properties =
    result !== null && typeof result === "object" && !Array.isArray(result) ? Object.entries(result) : [];
  return [
    ...properties.map(([name, value]) => ({
      insert: `result.${name}`,
      label: `result.${name}`,
      note: `${Array.isArray(value) ? "list" : typeof value} of the last test`,
    })),
    ...(result === undefined ? [] : [{ insert: "result", label: "result", note: "what the handler returns" }]),
    ...inputs.map(({ path, type }) => ({ insert: path, label: path, note: type })),
    ...functions,
  ];
}

export interface Completion {
  /** Where the word at the caret begins. */
  readonly from: number;
  readonly options: readonly ExpressionOption[];
}

/** What fits the word before the caret: what begins with it first, then what has it inside. At most 8. */
export function completeExpression(text: string, caret: number, all: readonly ExpressionOption[]): Completion {
  const before = text.slice(0, caret);
  const word = /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? "";
  if (word === "" && /\d\.?$/.test(before)) return { from: caret, options: [] }; // a number is being written
  const wanted = word.toLowerCase();
  const begins = all.filter(({ insert }) => insert.toLowerCase().startsWith(wanted));
  const holds = all.filter(({ insert }) => insert.toLowerCase().includes(wanted));
  const options = [...new Set([...begins, ...holds])].filter(({ insert }) => insert !== word).slice(0, 8);
  return { from: caret - word.length, options };
}

/** The text with the option in place of the word at the caret, and where the caret stands then. */
export function applyOption(text: string, caret: number, from: number, { insert }: ExpressionOption) {
  return { text: text.slice(0, from) + insert + text.slice(caret), caret: from + insert.length };
}
