import type { Field } from "@annex/contract";
import { copyJson, type Json, ownValue } from "../json.ts";
import { type ExpressionScope, resultVariable } from "./expression-scope.ts";
import { jsonFromCel } from "./json-from-cel.ts";
import { createExpressionParser, type ExpressionCheck, explainExpressionError } from "./parse-expression.ts";

/** A batch of expressions of one scope over one invocation's values: what an evaluator is handed. Structured-clonable. */
export interface EvaluateRequest {
  readonly scope: ExpressionScope;
  readonly expressions: readonly string[];
  /** Only the fields that the expressions read; a missing field has no key. */
  readonly values: Readonly<Record<string, Json>>;
  /** The handler's result, where `scope.withResult`. */
  readonly result: Json;
}

/** One expression's value, or why it has none (a sentence for the mapping's author). */
export type ExpressionOutcome =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly message: string };

/** Evaluates a batch elsewhere, such as the server's pool of worker threads. Outcomes are in the request's order. */
export type Evaluate = (request: EvaluateRequest) => Promise<readonly ExpressionOutcome[]>;

const maxValues = 20_000;
const maxCharacters = 1_000_000;

/** Evaluates a batch in this thread. For the browser's preview and inside a worker: it cannot be interrupted. */
export function evaluateExpressions(
  request: EvaluateRequest,
  parse = cachedParser(request.scope),
): ExpressionOutcome[] {
  const tooLarge = sizeProblem([request.values, request.result]);
  if (tooLarge !== null) return request.expressions.map(() => ({ ok: false, message: tooLarge }));
  const context = contextOf(request);
  return request.expressions.map((text) => evaluateOne(parse(text), context));
}

function evaluateOne(check: ExpressionCheck, context: Record<string, unknown>): ExpressionOutcome {
  if (!check.ok) return check;
  try {
    return { ok: true, value: jsonFromCel(check.expression.program(context)) };
  } catch (error) {
    const message = error instanceof RangeError ? error.message : explainExpressionError(error);
    return { ok: false, message };
  }
}

/** Parsers by scope object, each with the last 500 expressions: a release's scope is one object for its whole life. */
const parsers = new WeakMap<ExpressionScope, (text: string) => ExpressionCheck>();

function cachedParser(scope: ExpressionScope): (text: string) => ExpressionCheck {
  const known = parsers.get(scope);
  if (known !== undefined) return known;
  const parse = rememberLast(createExpressionParser(scope), 500);
  parsers.set(scope, parse);
  return parse;
}

/** Remembers the last `size` answers of a pure function of a text. */
export function rememberLast<T>(compute: (text: string) => T, size: number): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = compute(text);
    if (known.size >= size) known.clear();
    known.set(text, made);
    return made;
  };
}

function contextOf({ scope, values, result }: EvaluateRequest): Record<string, unknown> {
  const root: Record<string, unknown> = Object.create(null);
  for (const field of scope.inputs.toSorted((a, b) => b.path.length - a.path.length)) {
    place(root, field, ownValue(values, field.path));
  }
  if (scope.withResult) root[resultVariable] = copyJson(result);
  return root;
}

/** Puts a value at its path; parents exist always, so that `has(invoice.total)` can be asked about what is missing. */
function place(root: Record<string, unknown>, field: Field, value: unknown): void {
  const segments = field.path.split(".");
  const last = segments.pop() ?? "";
  let branch = root;
  for (const segment of segments) {
    const next: unknown = branch[segment];
    const child: Record<string, unknown> = isBranch(next) ? next : Object.create(null);
    branch[segment] = child;
    branch = child;
  }
  if (value === undefined || value === null) return;
  branch[last] = field.type === "integer" && typeof value === "number" ? BigInt(value) : copyJson(value);
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function sizeProblem(value: unknown): string | null {
  let values = 0;
  let characters = 0;
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const item = stack.pop();
    values += 1;
    if (typeof item === "string") characters += item.length;
    else if (typeof item === "object" && item !== null) stack.push(...Object.values(item).slice(0, maxValues + 1));
    if (values > maxValues || characters > maxCharacters) {
      return "The values are too large for an expression; map the field itself and compute in code.";
    }
  }
  return null;
}
