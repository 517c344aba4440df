import { randomUUID } from "node:crypto";
import { type AcceptResponse, AppError, jsonSchema } from "@annex/contract";
import type { IdempotencyKey, Tx } from "@annex/db";
import type { KeyedRequest } from "./keyed-request.ts";

export interface RecordedAnswer {
  readonly status: number;
  readonly body: unknown;
}

export const nameOf = ({ tenantId, clientId, key }: KeyedRequest) => ({
  tenantId_clientId_key: { tenantId, clientId, key },
});

/** @throws AppError `conflict` where the key was used for another request. */
export function checkSameRequest(row: IdempotencyKey, { requestHash }: KeyedRequest): void {
  if (row.requestHash === requestHash) return;
  throw new AppError(
    "conflict",
    "This Idempotency-Key was used for another request. Use a new key for each request, and the same one only to send the same request again.",
  );
}

/** What was answered the first time; undefined while the first request is being worked at. */
export function recordedAnswer({ status, answer }: IdempotencyKey): RecordedAnswer | undefined {
  return status === null ? undefined : { status, body: jsonSchema.parse(answer) };
}

/**
 * Records the key with its answer, in the transaction that does what it answers for; or tells the answer that it has,
 * where it was recorded before. @throws AppError `conflict`.
 */
export async function recordOnce(
  tx: Tx,
  keyed: KeyedRequest,
  answer: { readonly status: number; readonly answer: AcceptResponse },
): Promise<RecordedAnswer | undefined> {
  for (;;) {
    const data = [{ ...keyed, runId: randomUUID(), ...answer }];
    const { count } = await tx.idempotencyKey.createMany({ data, skipDuplicates: true });
    if (count === 1) return undefined;
    const row = await tx.idempotencyKey.findUnique({ where: nameOf(keyed) });
    if (!row) continue; // it expired this moment
    checkSameRequest(row, keyed);
    return recordedAnswer(row);
  }
}
