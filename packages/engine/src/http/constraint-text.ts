import type { z } from "zod";

type Issue = z.core.$ZodIssue;

function bound({ origin }: { readonly origin: string }, word: string): string {
  const what = origin === "string" || origin === "array" ? "length" : "value";
  return `have ${what} ${word} than or equal to`;
}

function demand(issue: Issue): string {
  if (issue.code === "too_small") return `${bound(issue, "greater")} ${issue.minimum}`;
  if (issue.code === "too_big") return `${bound(issue, "less")} ${issue.maximum}`;
  if (issue.code === "invalid_value") return `satisfy enum value set: [${issue.values.map(String).join(", ")}]`;
  if (issue.code === "invalid_format" && issue.pattern) return `satisfy regular expression pattern: ${issue.pattern}`;
  if (issue.code === "invalid_key") return issue.issues.map((inner) => demand(inner)).join("; ");
  if (issue.code === "invalid_type" && issue.input === undefined) return "not be null";
  return `be of another type: ${issue.message}`;
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

/** One fault of a request in AWS's words: `Value '0' at 'timeout' failed to satisfy constraint: Member must …`. */
export function constraintText(issue: Issue): string {
  const at = issue.path.map((part) => (typeof part === "string" ? lowerFirst(part) : String(part))).join(".");
  const { input } = issue;
  const isShort = typeof input === "string" || typeof input === "number";
  const value = isShort ? `Value '${String(input).slice(0, 200)}'` : input === undefined ? "Value null" : "Value";
  return `${value} at '${at}' failed to satisfy constraint: Member must ${demand(issue)}`;
}
