import { setTimeout as delay } from "node:timers/promises";
import { AppError, type FunctionResult } from "@annex/contract";
import type { LedgerEntry } from "@annex/telemetry";
import { runFunction } from "../pipeline.ts";
import type { Services } from "../services.ts";
import type { Answer } from "../steps/invoke.ts";
import { meetCondition } from "../steps/meet-condition.ts";
import { failureOutcome } from "../steps/record-invocation.ts";
import { type ClaimedRun, claimRun, leaseSeconds, renewLease } from "./claim-run.ts";
import { finishRun } from "./finish-run.ts";
import type { RunOutcome } from "./next-state.ts";

const renewEveryMs = (leaseSeconds * 1000) / 3;
const writeAgainMs = 250;
const mostWrites = 120;

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

/** A condition that could not be answered when the invocation was accepted, and cannot be answered now. */
async function failedCondition(services: Services, run: ClaimedRun): Promise<{ failedBefore?: Answer }> {
  if (run.extensionPointKey === null) return {};
  const { bound } = await services.directory.pointTargets(run.tenantId, run.extensionPointKey);
  const own = bound.find(({ target }) => target.functionId === run.functionId);
  const met = own && (await meetCondition(services, own, run.fields));
  return met && "answer" in met ? { failedBefore: met.answer } : {};
}

/** The same steps as for a caller who waits; the ledger's rows are kept for the transaction of the outcome. */
async function runOnce(services: Services, run: ClaimedRun, entries: LedgerEntry[]): Promise<RunOutcome> {
  const { tenantId, correlationId, hops, extensionPointKey, fields, id: invocationId } = run;
  const ledger = { ...services.ledger, record: (entry: LedgerEntry) => void entries.push(entry) };
  try {
    const state = await services.directory.tenant(tenantId);
    const from = { ...state, caller: { clientId: run.caller, tenantId, scopes: [], issuedAt: 0 } };
    const loadTarget = () => services.directory.target(tenantId, run.functionName);
    const call = { admitted: { correlation: { correlationId, hops }, from }, invocationId, loadTarget, fields };
    const failed = await failedCondition(services, run);
    const result = await runFunction({ ...services, ledger }, { ...call, ...failed, extensionPointKey });
    return { result, isFinal: false };
  } catch (error) {
    const isFinal = error instanceof AppError && error.status < 500 && error.code !== "limit_exceeded";
    if (!isFinal) services.onError(error);
    return { result: failedResult(run, error), isFinal };
  }
}

/** What a run came to must not be lost to a database that is away for a moment. */
async function writeSurely(services: Services, write: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await write();
      return;
    } catch (error) {
      services.onError(error);
      if (attempt === mostWrites) throw error;
      await delay(writeAgainMs);
    }
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
    await writeSurely(services, () => finishRun(services.db, services.jobs, { run, outcome, entries }));
  } finally {
    clearInterval(timer);
  }
}
