import { noRecording, type RecordingPolicy } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { toRecordingPolicy } from "./to-recording-policy.ts";

/** What of its functions' payloads the tenant keeps. */
export async function getRecordingPolicy(ctx: TenantContext): Promise<RecordingPolicy> {
  const row = await ctx.db.run((tx) => tx.recordingPolicy.findFirst());
  return row ? toRecordingPolicy(row) : { ...noRecording, updatedBy: null, updatedAt: null };
}
