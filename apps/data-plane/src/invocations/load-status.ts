import {
  AppError,
  functionResultSchema,
  type Invocation,
  type InvocationStatus,
  type InvocationsOf,
  isOf,
} from "@annex/contract";
import type { AcceptedInvocation, Tx } from "@annex/db";
import { toInvocation } from "@annex/telemetry";

const notRun = {
  requestId: null,
  releaseNumber: null,
  errorClass: null,
  errorType: null,
  errorMessage: null,
  errorStack: [],
  errorFingerprint: null,
  hops: 0,
  costUsd: 0,
  totalMs: null,
  functionMs: null,
  billedMs: null,
  initMs: null,
  memoryMb: null,
  maxMemoryMb: null,
  steps: {},
  attempt: null,
};

/** Of a caller who waited: it is over. */
function ofLedger(row: Invocation): InvocationStatus {
  const finishedAt = new Date(Date.parse(row.startedAt) + row.totalMs).toISOString();
  return { ...row, state: "done", attempts: 1, dueAt: null, finishedAt, result: null };
}

function ofAccepted(row: AcceptedInvocation, lastRun: Invocation | null): InvocationStatus {
  const { id, correlationId, functionName, extensionPointKey, trigger, caller, state, outcome, attempts } = row;
  const waits = state === "queued" || state === "held";
  return {
    startedAt: row.acceptedAt.toISOString(),
    ...notRun,
    ...lastRun,
    id,
    acceptedId: id,
    correlationId,
    functionName,
    extensionPointKey,
    trigger,
    caller,
    state,
    outcome,
    attempts,
    dueAt: waits ? row.dueAt.toISOString() : null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    result: functionResultSchema.nullable().catch(null).parse(row.result),
  };
}

/**
 * How far an invocation is.
 * @throws AppError `not_found` for a missing one, another tenant's, one that a narrow scope does not name, or no UUID.
 */
export async function loadStatus(tx: Tx, id: string | undefined, only?: InvocationsOf): Promise<InvocationStatus> {
  const status = id === undefined ? null : await findStatus(tx, id);
  if (!status || (only && !isOf(only, status))) throw new AppError("not_found", "There is no such invocation.");
  return status;
}

async function findStatus(tx: Tx, id: string): Promise<InvocationStatus | null> {
  const accepted = await tx.acceptedInvocation.findUnique({ where: { id } });
  if (accepted) {
    const [run] = await tx.invocation.findMany({
      where: { acceptedId: accepted.id },
      orderBy: { attempt: "desc" },
      take: 1,
    });
    return ofAccepted(accepted, run ? toInvocation(run) : null);
  }
  const row = await tx.invocation.findUnique({ where: { id } });
  return row && ofLedger(toInvocation(row));
}
