import type { Policy, Statement } from "../cell/cell-config.ts";
import { conditionsHold, type Lookup } from "./conditions.ts";
import { matches } from "./matches.ts";

export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly lookup: Lookup;
}

export type Verdict = "allowed" | "denied" | "implicit";

/** Whether a statement is about this action on this resource, under its conditions. */
export function applies(statement: Omit<Statement, "Sid">, { action, resource, lookup }: Question): boolean {
  return (
    statement.Action.some((pattern) => matches(pattern, action, true)) &&
    statement.Resource.some((pattern) => matches(pattern, resource)) &&
    conditionsHold(statement, lookup)
  );
}

/** What one policy says: an explicit Deny wins over every Allow. */
export function evaluate(policy: Policy, question: Question): Verdict {
  const effects = policy.Statement.filter((statement) => applies(statement, question)).map(({ Effect }) => Effect);
  if (effects.includes("Deny")) return "denied";
  return effects.includes("Allow") ? "allowed" : "implicit";
}
