import type { RecordingPolicy } from "@annex/contract";
import type { RecordingPolicy as Row } from "@annex/db";

export function toRecordingPolicy({ mode, redacted, retentionDays, updatedBy, updatedAt }: Row): RecordingPolicy {
  return { mode, redacted, retentionDays, updatedBy, updatedAt: updatedAt.toISOString() };
}
