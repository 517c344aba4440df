import { AppError, type FunctionError, type Outcome, type Report } from "@annex/contract";
import type { Target } from "@annex/invocation";
import { isRecorded, type TraceContext } from "@annex/service";
import type { Services } from "../services.ts";
import type { Authenticated } from "./authenticate.ts";
import type { Correlation } from "./correlate.ts";
import { isStopped } from "./is-stopped.ts";
import { recordFailure } from "./record-failure.ts";
import type { StepTimes } from "./step-times.ts";

export interface Recorded {
  readonly invocationId: string;
  readonly target: Target;
  readonly from: Authenticated;
  readonly correlation: Correlation;
  readonly extensionPointKey: string | null;
  readonly times: StepTimes;
  readonly outcome: Outcome;
  readonly error?: FunctionError | undefined;
  readonly requestId: string | null;
  readonly report: Report;
}

/** What the ledger keeps of a trace: of one that is recorded, its place in it. */
function traceOf(trace: TraceContext | undefined) {
  if (!trace || !isRecorded(trace)) return {};
  const { traceId, spanId, parentId: parentSpanId } = trace;
  return { traceId, spanId, parentSpanId };
}

/** Hands the invocation to the ledger; it is written beside the path. */
export function recordInvocation(services: Services, recorded: Recorded): void {
  const { ledger } = services;
  const { invocationId, target, from, correlation, times, outcome, error, requestId, report } = recorded;
  ledger.record({
    id: invocationId,
    tenantId: from.tenant.id,
    correlationId: correlation.correlationId,
    requestId,
    functionId: target.functionId,
    functionName: target.functionName,
    releaseNumber: target.releaseNumber,
    extensionPointKey: recorded.extensionPointKey,
    caller: `client:${from.caller.clientId}`,
    outcome,
    errorType: error?.type ?? null,
    errorMessage: error?.message ?? null,
    errorStack: error?.stack ?? [],
    hops: correlation.hops,
    region: from.cell.region,
    startedAt: times.startedAt,
    totalMs: times.totalMs(),
    ...report,
    memoryMb: report.memoryMb ?? target.memoryMb,
    steps: times.steps(),
    ...traceOf(correlation.trace),
    trigger: "request",
    acceptedId: null,
    attempt: null,
  });
  if (outcome === "platform_error") recordFailure(services, recorded);
}

/** What an error of ours or of the cell's is in the ledger. */
export function failureOutcome(error: unknown): { outcome: Outcome; error: FunctionError } {
  const type = error instanceof AppError ? error.code : "internal";
  const message = error instanceof AppError ? error.message : "The platform failed.";
  return { outcome: isStopped(error) ? "throttled" : "platform_error", error: { type, message, stack: [] } };
}
