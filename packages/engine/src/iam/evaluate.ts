import type { Policy, Statement } from "../cell/cell-config.ts";
import { own } from "../own.ts";
import { matches } from "./matches.ts";

export interface Question {
  readonly action: string;
  readonly resource: string;
  /** Values of condition keys, such as `sts:ExternalId`; keys in lower case, because IAM ignores their case. */
  readonly context: Readonly<Record<string, string>>;
}

export type Verdict = "allowed" | "denied" | "implicit";

type Test = (given: string | undefined, wanted: readonly string[]) => boolean;

const tests: Readonly<Record<string, Test>> = {
  StringEquals: (given, wanted) => given !== undefined && wanted.includes(given),
  StringNotEquals: (given, wanted) => given === undefined || !wanted.includes(given),
  StringLike: (given, wanted) => given !== undefined && wanted.some((pattern) => matches(pattern, given)),
  StringNotLike: (given, wanted) => given === undefined || !wanted.some((pattern) => matches(pattern, given)),
  ArnLike: (given, wanted) => given !== undefined && wanted.some((pattern) => matches(pattern, given)),
};

/** An operator that is not known holds for Deny and fails for Allow: never a wider grant than was meant. */
function conditionHolds({ Condition, Effect }: Statement, context: Question["context"]): boolean {
  return Object.entries(Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(
      ([key, wanted]) => own(tests, operator)?.(own(context, key.toLowerCase()), wanted) ?? Effect === "Deny",
    ),
  );
}

function applies(statement: Statement, { action, resource, context }: Question): boolean {
  return (
    statement.Action.some((pattern) => matches(pattern, action, true)) &&
    statement.Resource.some((pattern) => matches(pattern, resource)) &&
    conditionHolds(statement, context)
  );
}

/** What one policy says: an explicit Deny wins over every Allow. */
export function evaluate(policy: Policy, question: Question): Verdict {
  const effects = policy.Statement.filter((statement) => applies(statement, question)).map(({ Effect }) => Effect);
  if (effects.includes("Deny")) return "denied";
  return effects.includes("Allow") ? "allowed" : "implicit";
}
