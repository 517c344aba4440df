import { parentPort } from "node:worker_threads";
import { type EvaluateRequest, evaluateExpressions, rememberLast } from "../expression/evaluate-expressions.ts";
import { createExpressionParser, type ExpressionCheck } from "../expression/parse-expression.ts";

/** Parsers by their scope's text: each request of a release brings an equal scope, but never the same object. */
const parsers = new Map<string, (text: string) => ExpressionCheck>();
const maxParsers = 100;

function parserOf(scope: EvaluateRequest["scope"]): (text: string) => ExpressionCheck {
  const key = JSON.stringify(scope);
  const known = parsers.get(key);
  if (known !== undefined) return known;
  if (parsers.size >= maxParsers) parsers.clear();
  const parse = rememberLast(createExpressionParser(scope), 200);
  parsers.set(key, parse);
  return parse;
}

parentPort?.on("message", ({ request }: { readonly request: EvaluateRequest }) => {
  parentPort?.postMessage({ outcomes: evaluateExpressions(request, parserOf(request.scope)) });
});
// Tells the pool that this thread is ready.
parentPort?.postMessage({ outcomes: [] });
