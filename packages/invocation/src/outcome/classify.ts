import type { FunctionError, Outcome } from "@annex/contract";
import { z } from "zod";

const errorSchema = z.object({
  errorType: z.string().default("Error"),
  errorMessage: z.string().default(""),
  trace: z.array(z.string()).optional(),
  stackTrace: z.array(z.string()).optional(),
});

export interface Classified {
  readonly outcome: Outcome;
  readonly error?: FunctionError;
}

function outcomeOf(type: string, message: string): Outcome {
  if (type === "Sandbox.Timedout" || /Task timed out after/.test(message)) return "timeout";
  if (type === "Runtime.OutOfMemory" || /signal: killed|out of memory/i.test(message)) return "out_of_memory";
  return "function_error";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** A frame of the runtime itself, which says nothing to who wrote the function. */
const runtimeFrame = /^\s*(?:at |File ).*(?:\/var\/runtime\/|node:internal)/;

/** A frame of the language itself, as `at new Promise (<anonymous>)`: it says something between two of the function's. */
const builtInFrame = /^\s*at .*\(<anonymous>\)$/;

/** A stack without the runtime's own frames, and without what these called; its first line stays whatever it is. */
function ownStack(stack: readonly string[]): string[] {
  const own = stack.filter((line, index) => index === 0 || !runtimeFrame.test(line));
  const last = own.findLastIndex((line, index) => index === 0 || !builtInFrame.test(line));
  return own.slice(0, last + 1);
}

/** What a Lambda answer means. Tenant code that fails is an outcome, never our error. */
export function classify(functionError: string | undefined, payload: string): Classified {
  if (functionError === undefined) return { outcome: "success" };
  const {
    errorType: type,
    errorMessage: message,
    trace,
    stackTrace,
  } = errorSchema.catch({ errorType: "Error", errorMessage: "" }).parse(parseJson(payload));
  return { outcome: outcomeOf(type, message), error: { type, message, stack: ownStack(trace ?? stackTrace ?? []) } };
}
