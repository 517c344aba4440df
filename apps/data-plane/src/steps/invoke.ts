import type { InvokeInput, InvokeOutput, TenantInvoker } from "@annex/aws";
import { AppError, noReport, type Outcome, type Report } from "@annex/contract";
import { type Classified, classify, parseReport, type Target } from "@annex/invocation";
import { traceparentOf } from "@annex/service";
import type { Correlation } from "./correlate.ts";

export interface Answer extends Classified {
  readonly payload: unknown;
  readonly requestId: string | null;
  readonly report: Report;
}

export interface Invocation {
  readonly target: Target;
  readonly event: unknown;
  readonly invocationId: string;
  readonly correlation: Correlation;
  /** How long the caller waits, however long the function may run. */
  readonly budgetMs: number;
}

const maxPayloadBytes = 6_291_456;

/** An answer that Lambda did not give. */
export function failedAnswer(outcome: Outcome, type: string, message: string): Answer {
  return { outcome, error: { type, message, stack: [] }, payload: null, requestId: null, report: noReport };
}

/** The answer of a function for which the caller's time does not reach. */
export function budgetUsed(budgetMs: number): Answer {
  const message = `The function did not answer within the ${Math.round(budgetMs)} ms that the caller waits.`;
  return failedAnswer("timeout", "Budget.Timedout", message);
}

/**
 * The answer with a function's result: JSON, or the text that a handler with a streamed answer wrote. No handler in
 * Python streams: what is no JSON there is what its runtime writes of numbers that JSON lacks.
 */
export function withResult(answer: Answer, { runtime }: Target, text: string): Answer {
  try {
    return { ...answer, payload: JSON.parse(text) };
  } catch {
    if (!runtime.startsWith("python")) return { ...answer, payload: text };
    const message = "The result is no JSON. NaN and Infinity cannot be passed on: return None or a text instead.";
    const { requestId, report } = answer;
    return { ...failedAnswer("function_error", "Runtime.MarshalError", message), requestId, report };
  }
}

function toAnswer(target: Target, { functionError, payload: text, logTail, requestId }: InvokeOutput): Answer {
  const report = parseReport(logTail, requestId);
  const classified = classify(functionError, text);
  const answer = { ...classified, payload: null, requestId: requestId ?? null, report };
  if (answer.outcome !== "success") return answer;
  return text === "" ? { ...answer, payload: text } : withResult(answer, target, text); // a stream's was handed on
}

/** Aborts when the caller waits no longer; `AbortSignal.timeout` would keep its timer after the answer. */
function startBudget(budgetMs: number): { signal: AbortSignal; end: () => void } {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), budgetMs);
  return { signal: abort.signal, end: () => clearTimeout(timer) };
}

/** Invokes the live release's published version by `send`. @throws AppError when the cell refused or failed. */
export async function invokeWith(
  { target, event, invocationId, correlation, budgetMs }: Invocation,
  send: (input: InvokeInput) => Promise<InvokeOutput>,
): Promise<Answer> {
  const payload = JSON.stringify(event);
  if (Buffer.byteLength(payload) > maxPayloadBytes) {
    throw new AppError(
      "payload_too_large",
      "What the field mapping hands to the function is more than 6 MB. Map less.",
    );
  }
  const { signal, end } = startBudget(budgetMs);
  const { correlationId, hops, trace } = correlation;
  const traced = trace ? { traceparent: traceparentOf(trace) } : {};
  const custom = { correlationId, hops: hops + 1, invocationId, ...traced };
  try {
    const { lambdaName: functionName, lambdaVersion: qualifier } = target;
    return toAnswer(target, await send({ functionName, qualifier, payload, custom, signal }));
  } catch (error) {
    if (signal.aborted) return budgetUsed(budgetMs);
    throw error;
  } finally {
    end();
  }
}

/** Invokes and waits for the whole result. @throws AppError when the cell refused or failed. */
export function invoke(invoker: TenantInvoker, invocation: Invocation): Promise<Answer> {
  return invokeWith(invocation, (input) => invoker.invoke(input));
}
