import { AppError, type FunctionResult } from "@annex/contract";
import { type BoundTarget, loadReleaseTarget, type PointTargets, type Target } from "@annex/invocation";
import { type TraceContext, traceContextFrom } from "@annex/service";
import type { LedgerEntry } from "@annex/telemetry";
import { settle } from "../invocations/settle.ts";
import { runFunction } from "../pipeline.ts";
import type { Services } from "../services.ts";
import type { Answer } from "../steps/invoke.ts";
import { isStopped } from "../steps/is-stopped.ts";
import { meetCondition } from "../steps/meet-condition.ts";
import { failureOutcome } from "../steps/record-invocation.ts";
import { type ClaimedRun, claimRun, leaseSeconds, renewLease } from "./claim-run.ts";
import { finishSurely } from "./finish-surely.ts";
import type { RunOutcome } from "./next-state.ts";

const renewEveryMs = (leaseSeconds * 1000) / 3;

/** The trace of whoever asked, where it is recorded, else one of its own. */
function traceOf({ traceId, parentSpanId }: ClaimedRun): TraceContext {
  const own = traceContextFrom(undefined);
  return traceId === null ? own : { ...own, traceId, parentId: parentSpanId, flags: "01" };
}

function failedResult(run: ClaimedRun, error: unknown): FunctionResult {
  const { outcome: status, error: shown } = failureOutcome(error);
  return {
    invocationId: run.id,
    function: run.functionName,
    release: 0,
    status,
    fields: {},
    error: shown,
    durationMs: 0,
  };
}

/** Where an invocation was accepted for an extension point: the point, and the function's binding while it is there. */
interface Place {
  readonly point?: PointTargets;
  readonly bound?: BoundTarget;
}

async function placeOf({ directory }: Services, run: ClaimedRun): Promise<Place> {
  const { tenantId, extensionPointKey, functionId, trigger } = run;
  if (extensionPointKey === null || trigger === "replay") return {}; // a replay is of the function alone
  const point = await directory.pointTargets(tenantId, extensionPointKey);
  const bound = point.bound.find(({ target }) => target.functionId === functionId);
  return { point, ...(bound ? { bound } : {}) };
}

/** A condition that could not be answered when the invocation was accepted, and cannot be answered now. */
async function failedCondition(services: Services, run: ClaimedRun, { bound }: Place): Promise<Answer | undefined> {
  const met = bound && (await meetCondition(services, bound, run.fields));
  return met && "answer" in met ? met.answer : undefined;
}

/** Nobody waits: only its binding says how long the function has, where it says anything. */
const budgetOf = ({ bound }: Place) => (bound?.timeoutMs == null ? {} : { budgetMs: bound.timeoutMs });

const settled = (result: FunctionResult, { point, bound }: Place) => (point ? settle(result, point, bound) : result);

/** The release that the invocation is for: the live one and its canary, or of a replay exactly the one that was named. */
async function targetOf({ db, directory, masterKey }: Services, run: ClaimedRun, { bound }: Place): Promise<Target> {
  const { tenantId, functionId, releaseNumber: number, trigger } = run;
  if (number !== null) return loadReleaseTarget({ db, masterKey }, { tenantId, functionId, number });
  if (bound) return bound.target;
  const { canary, ...live } = await directory.targetById(tenantId, functionId);
  return canary && trigger !== "replay" ? { ...live, canary } : live;
}

/** The same steps as for a caller who waits; the ledger's rows are kept for the transaction of the outcome. */
async function runOnce(services: Services, run: ClaimedRun, entries: LedgerEntry[]): Promise<RunOutcome> {
  const { tenantId, correlationId, hops, extensionPointKey, fields, id: invocationId } = run;
  const ledger = { ...services.ledger, record: (entry: LedgerEntry) => void entries.push(entry) };
  let place: Place = {};
  try {
    place = await placeOf(services, run);
    const state = await services.directory.tenant(tenantId);
    const from = { ...state, caller: { clientId: run.caller, tenantId, scopes: [], issuedAt: 0, hops } };
    const loadTarget = () => targetOf(services, run, place);
    const isReplay = run.trigger === "replay";
    const correlation = { correlationId, hops, trace: services.sampled(traceOf(run)) };
    const call = { admitted: { correlation, from }, invocationId, loadTarget, fields };
    const failedBefore = await failedCondition(services, run, place);
    const limits = { ...budgetOf(place), ...(failedBefore ? { failedBefore } : {}) };
    const result = await runFunction(
      { ...services, ledger },
      { ...call, ...limits, extensionPointKey, attempt: run.attempts, isReplay },
    );
    return { result: settled(result, place), isFinal: false };
  } catch (error) {
    const isFinal = error instanceof AppError && error.status < 500 && !isStopped(error);
    if (!isFinal) services.onError(error);
    return { result: settled(failedResult(run, error), place), isFinal };
  }
}

/** One run of an accepted invocation, if it is due and nobody else runs it. */
export async function runAccepted(services: Services, tenantId: string, invocationId: string): Promise<void> {
  const run = await claimRun(services.db, tenantId, invocationId);
  if (!run) return;
  const timer = setInterval(() => void renewLease(services.db, run).catch(services.onError), renewEveryMs);
  try {
    const entries: LedgerEntry[] = [];
    const outcome = await runOnce(services, run, entries);
    await finishSurely(services, { run, outcome, entries });
  } finally {
    clearInterval(timer);
  }
}
