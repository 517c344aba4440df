import {
  TypeError as CelTypeError,
  type Environment,
  EvaluationError,
  ParseError,
  type ParseResult,
} from "@marcbachmann/cel-js";
import { createEnvironment, type ExpressionScope } from "./expression-scope.ts";
import { inspectExpression } from "./inspect-expression.ts";

/** A checked expression: its program, its CEL type (`double`, `list<int>`, `dyn`) and the input fields it reads. */
export interface ParsedExpression {
  readonly program: ParseResult;
  readonly type: string;
  readonly reads: readonly string[];
}

/** Either an expression that may run, or what to tell its author. */
export type ExpressionCheck =
  | { readonly ok: true; readonly expression: ParsedExpression }
  | { readonly ok: false; readonly message: string };

const maxLength = 2000;

/** Parses and checks expressions of one scope; build it once for a mapping. */
export function createExpressionParser(scope: ExpressionScope): (text: string) => ExpressionCheck {
  let environment: Environment | undefined;
  return (text) => {
    environment ??= createEnvironment(scope);
    return parseExpression(environment, scope, text);
  };
}

function parseExpression(environment: Environment, scope: ExpressionScope, text: string): ExpressionCheck {
  if (text.trim() === "") return refuse("Write an expression, such as invoice.total * 2.0.");
  if (text.length > maxLength) return refuse(`An expression has at most ${maxLength} characters.`);
  try {
    const program = environment.parse(text);
    const { reads, refusals } = inspectExpression(program.ast, scope);
    if (refusals.length > 0) return refuse(refusals.join(" "));
    const { valid, type, error } = program.check();
    if (!valid || type === undefined) return refuse(explainExpressionError(error));
    if (type.startsWith("$")) return refuse(`${text.trim()} is not a field; name one of its fields.`);
    return { ok: true, expression: { program, type, reads } };
  } catch (error) {
    return refuse(explainExpressionError(error));
  }
}

function refuse(message: string): ExpressionCheck {
  return { ok: false, message };
}

/** One sentence for the expression's author out of any error of CEL, with a hint where one helps. */
export function explainExpressionError(error: unknown): string {
  if (!(error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError)) {
    return "The expression is too large or cannot be understood. Make it shorter.";
  }
  const summary = error.summary.replaceAll(/dyn<([a-z]+)>/g, "$1").replaceAll(/\$([\w.]+)/g, "$1");
  if (/\bdouble\b.*\b(int|uint)\b|\b(int|uint)\b.*\bdouble\b/.test(summary)) {
    return `${capital(summary)}. Write whole numbers as 2.0 here, or convert with double().`;
  }
  if (error.code === "limit_exceeded") return `${capital(summary)}. Make the expression smaller.`;
  return `${capital(summary)}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
