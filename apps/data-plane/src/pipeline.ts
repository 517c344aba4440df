import { AppError, type FieldValues, type FunctionResult, type Report } from "@annex/contract";
import { pickRelease, type Target } from "@annex/invocation";
import type { StopScope } from "@annex/invocation/stops";
import { childTrace } from "@annex/service";
import type { FastifyRequest } from "fastify";
import type { Services } from "./services.ts";
import { assumeInvokeRole } from "./steps/assume-invoke-role.ts";
import { type Authenticated, authenticate } from "./steps/authenticate.ts";
import { checkStops } from "./steps/check-stops.ts";
import { type Correlation, correlate, countHops } from "./steps/correlate.ts";
import { type Answer, invoke } from "./steps/invoke.ts";
import { invokeStreaming } from "./steps/invoke-streaming.ts";
import { isStopped } from "./steps/is-stopped.ts";
import { mapInput } from "./steps/map-input.ts";
import { type Mapped, mapOutput } from "./steps/map-output.ts";
import { failureOutcome, recordInvocation } from "./steps/record-invocation.ts";
import { recordPayload } from "./steps/record-payload.ts";
import { scrub } from "./steps/scrub.ts";
import { StepTimes } from "./steps/step-times.ts";
import type { EventReply } from "./streaming/event-reply.ts";

// The whole path of a call, in order:
// correlate, authenticate, checkRate, loadTarget, checkTenancy, checkStops, assumeInvokeRole, mapInput, enter, invoke,
// mapOutput, recordInvocation.
// The gateway's steps run once for a request, the runtime's steps once for each function that it reaches.

/** A request that the gateway let through. */
export interface Admitted {
  readonly correlation: Correlation;
  readonly from: Authenticated;
  /** Milliseconds that the gateway's steps took; none where no request came through it. */
  readonly gateway?: Readonly<Record<string, number>>;
}

/** Lets a request in whose token may do this: `scope` names what its path names. Nothing was looked up yet. */
export async function admit(services: Services, request: FastifyRequest, scope: string): Promise<Admitted> {
  const said = correlate(request, services.sampled);
  const times = new StepTimes();
  const from = await times.step("authenticate", () => authenticate(services, request, scope));
  const correlation = countHops(said, from.caller);
  await times.step("checkRate", () => services.limits.checkRate(from));
  return { correlation, from, gateway: times.steps() };
}

export interface FunctionCall {
  readonly admitted: Admitted;
  readonly invocationId: string;
  readonly loadTarget: () => Promise<Target> | Target;
  readonly fields: FieldValues;
  readonly extensionPointKey: string | null;
  /** How long the caller waits; none for a function's own timeout and a little more. */
  readonly budgetMs?: number;
  /** Where what the function writes goes while it writes it; the caller of no stream waits for the whole. */
  readonly stream?: EventReply | undefined;
  /** Which run of an accepted invocation it is, from 1. */
  readonly attempt?: number;
  /** A replay is recorded whatever the tenant's policy is: it is compared with what was. */
  readonly isReplay?: boolean;
  /** What came of it before it could run, such as a condition that makes no sense. */
  readonly failedBefore?: Answer;
}

const startAllowanceMs = 12_000;
const noReport: Report = { functionMs: null, billedMs: null, initMs: null, memoryMb: null, maxMemoryMb: null };

/** What a stop may name of a call to a function. */
export function aboutOf({ functionId, releaseNumber, runtime }: Target, extensionPointKey: string | null): StopScope {
  return { functionId, releaseNumber, runtime, ...(extensionPointKey === null ? {} : { extensionPointKey }) };
}

/** The runtime's steps with a target: from the tenancy check to the fields that are set. */
async function runSteps(services: Services, call: FunctionCall, target: Target, times: StepTimes): Promise<Mapped> {
  const { correlation, from } = call.admitted;
  const { invocationId, budgetMs = target.timeoutMs + startAllowanceMs } = call;
  await times.step("checkTenancy", () => services.checkTenancy(from, target));
  await times.step("checkStops", () => checkStops(services, from, aboutOf(target, call.extensionPointKey)));
  if (call.failedBefore) return { answer: call.failedBefore, fields: {} };
  const invoker = await times.step("assumeInvokeRole", () => assumeInvokeRole(services, from));
  const input = await times.step("mapInput", () => mapInput(services, target, call));
  if (!input.ok) return { answer: input.answer, fields: {} };
  const began = performance.now();
  const leave = await times.step("enter", () => services.limits.enter(from, budgetMs));
  const left = Math.floor(budgetMs - (performance.now() - began));
  const invocation = { target, event: input.event, invocationId, correlation, budgetMs: Math.max(1, left) };
  const { stream } = call;
  const send = () => (stream ? invokeStreaming(invoker, invocation, stream) : invoke(invoker, invocation));
  const invoked = await withPlace(() => times.step("invoke", send), leave);
  const mapped = await times.step("mapOutput", () => mapOutput(services, target, invoked, call.fields));
  return { ...mapped, event: input.event };
}

/** Gives the place back, however the work ends. */
async function withPlace<T>(work: () => T | Promise<T>, leave: () => void): Promise<T> {
  try {
    return await work();
  } finally {
    leave();
  }
}

/** A function sees a span of its own as its parent, whatever else runs for the request. */
function withOwnSpan(correlation: Correlation): Correlation {
  return correlation.trace ? { ...correlation, trace: childTrace(correlation.trace) } : correlation;
}

/** One function, from its target to its row in the ledger. @throws AppError when it could not be run at all. */
export async function runFunction(services: Services, call: FunctionCall): Promise<FunctionResult> {
  const { invocationId, extensionPointKey } = call;
  const times = new StepTimes(call.admitted.gateway);
  const target = pickRelease(await times.step("loadTarget", call.loadTarget));
  const correlation = withOwnSpan(call.admitted.correlation);
  const known = { ...call.admitted, correlation, invocationId, target, extensionPointKey, times };
  try {
    const mapped = scrub(
      target,
      await runSteps(services, { ...call, admitted: { ...call.admitted, correlation } }, target, times),
    );
    const { answer, fields } = mapped;
    recordInvocation(services, { ...known, ...answer });
    const { attempt = 1, isReplay = false } = call;
    recordPayload(services, { ...known, attempt, isReplay, fields: call.fields, mapped });
    return {
      invocationId,
      function: target.functionName,
      release: target.releaseNumber,
      status: answer.outcome,
      fields,
      ...(answer.error ? { error: answer.error } : {}),
      durationMs: times.totalMs(),
    };
  } catch (error) {
    const isCallersFault = error instanceof AppError && error.status < 500 && !isStopped(error);
    if (!isCallersFault)
      recordInvocation(services, { ...known, ...failureOutcome(error), requestId: null, report: noReport });
    throw error;
  }
}
