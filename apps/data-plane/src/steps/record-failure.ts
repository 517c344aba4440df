import type { PlatformLine } from "@annex/contract";
import type { Services } from "../services.ts";
import type { Recorded } from "./record-invocation.ts";

/** A line for an invocation that failed on our side: what the tenant may know of it stands beside its function's lines. */
export function recordFailure({ lines }: Services, recorded: Recorded): void {
  const { invocationId, target, from, correlation, requestId, error } = recorded;
  const fields: PlatformLine = { kind: "invocation_failed", invocationId, errorClass: "platform" };
  lines.record(from.tenant.id, {
    eventId: `failed-${invocationId}`,
    functionId: target.functionId,
    requestId,
    correlationId: correlation.correlationId,
    releaseNumber: target.releaseNumber,
    level: "error",
    message: `The platform failed at this invocation: ${error?.message ?? "no more is known."}`,
    fields,
    source: "data_plane",
    at: new Date(),
  });
}
