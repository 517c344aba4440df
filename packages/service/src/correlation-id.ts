import type { IncomingHttpHeaders } from "node:http";
import { timeOrderedUuid } from "./time-ordered-uuid.ts";
import { knownTraceId } from "./trace-context.ts";

const accepted = /^[A-Za-z0-9_-]{8,64}$/;

/** The caller's correlation ID where it sent a usable one, else the ID of its W3C trace, else a new one. */
export function correlationIdFrom(headers: IncomingHttpHeaders): string {
  const given = headers["x-correlation-id"];
  if (typeof given === "string" && accepted.test(given)) return given;
  return knownTraceId(headers.traceparent) ?? timeOrderedUuid();
}
