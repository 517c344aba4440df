import { AppError, jsonSchema } from "@annex/contract";
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

/** The answer that the key has, where it has one. @throws AppError `conflict`. */
export async function answeredBefore(tx: Tx, keyed: KeyedRequest): Promise<RecordedAnswer | undefined> {
  const row = await tx.idempotencyKey.findUnique({ where: nameOf(keyed) });
  if (!row) return undefined;
  checkSameRequest(row, keyed);
  return recordedAnswer(row);
}
