import { type Payload, payloadSchema, type RecordedPayload, recordedPayloadSchema } from "@annex/contract";
import type { RecordedPayload as Row } from "@annex/db";

/** What is compared of a run. */
export function toPayload({ outcome, releaseNumber, event, output, setFields, error }: Row): Payload {
  return payloadSchema.parse({ outcome, releaseNumber, event, output, set: setFields ?? {}, error });
}

export function toRecordedPayload(row: Row): RecordedPayload {
  const { id, attempt, functionName, extensionPointKey, fields, redacted, dropped } = row;
  const times = { recordedAt: row.recordedAt.toISOString(), expiresAt: row.expiresAt.toISOString() };
  const what = { invocationId: id, attempt, functionName, extensionPointKey, fields, redacted, dropped, ...times };
  return recordedPayloadSchema.parse({ ...toPayload(row), ...what });
}
