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
  const known = hasConditions(policy) ? undefined : verdictsOf(policy);
  const key = `${question.action}\n${question.resource}`;
  const verdict = known?.get(key) ?? judge(policy, question);
  if (known !== undefined && known.size >= maxVerdicts) known.clear();
  known?.set(key, verdict);
  return verdict;
}

function judge(policy: Policy, question: Question): Verdict {
  let isAllowed = false;
  for (const statement of policy.Statement) {
    if (!applies(statement, question)) continue;
    if (statement.Effect === "Deny") return "denied";
    isAllowed = true;
  }
  return isAllowed ? "allowed" : "implicit";
}

/** A policy without conditions says the same whenever it is asked the same; it never changes, only others come. */
const verdicts = new WeakMap<Policy, Map<string, Verdict>>();
const maxVerdicts = 1_000;

function verdictsOf(policy: Policy): Map<string, Verdict> {
  let known = verdicts.get(policy);
  if (known === undefined) {
    known = new Map();
    verdicts.set(policy, known);
  }
  return known;
}

const hasConditions = ({ Statement }: Policy) => Statement.some(({ Condition }) => Condition !== undefined);
