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

/** A function's result: JSON, or the text that a handler with a streamed answer wrote. */
export function resultOf(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

function toAnswer(output: InvokeOutput): Answer {
  const report = parseReport(output.logTail, output.requestId);
  const classified = classify(output.functionError, output.payload);
  const payload = classified.outcome === "success" ? resultOf(output.payload) : null;
  return { ...classified, payload, requestId: output.requestId ?? null, report };
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
    return toAnswer(await send({ functionName, qualifier, payload, custom, signal }));
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
