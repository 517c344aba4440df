import { randomUUID } from "node:crypto";

const accepted = /^[A-Za-z0-9_-]{8,64}$/;

/** The caller's correlation ID where it sent a usable one, else a new one. */
export function correlationIdFrom(header: string | string[] | undefined): string {
  return typeof header === "string" && accepted.test(header) ? header : randomUUID();
}
