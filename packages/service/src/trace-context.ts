import { randomHex } from "./random-hex.ts";

/** W3C Trace Context, level 1: who a request belongs to across systems, and whose child it is. */
export interface TraceContext {
  readonly traceId: string;
  /** The caller's span; null where nobody sent one. */
  readonly parentId: string | null;
  /** Ours: what we call sees it as its parent. */
  readonly spanId: string;
  /** Two hexadecimal digits; bit 0 says that the caller records. */
  readonly flags: string;
}

const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The caller's trace where its `traceparent` is right (https://www.w3.org/TR/trace-context/#traceparent-header), else a new one. */
export function traceContextFrom(header: string | string[] | undefined): TraceContext {
  const [, traceId, parentId, flags] = (typeof header === "string" && traceparent.exec(header)) || [];
  const spanId = randomHex(8);
  if (traceId && parentId && flags) return { traceId, parentId, spanId, flags };
  return { traceId: randomHex(16), parentId: null, spanId, flags: "00" };
}

/** The ID of the caller's trace; undefined where it sent none that is right. */
export function knownTraceId(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? traceparent.exec(header)?.[1] : undefined;
}

/** Another span of ours below the same caller's. */
export function childTrace(trace: TraceContext): TraceContext {
  return { ...trace, spanId: randomHex(8) };
}

/** Whether it is recorded (https://www.w3.org/TR/trace-context/#sampled-flag). */
export function isRecorded({ flags }: TraceContext): boolean {
  return (Number.parseInt(flags, 16) & 1) === 1;
}

/** What we send on: our span is the parent of what comes. */
export function traceparentOf({ traceId, spanId, flags }: TraceContext): string {
  return `00-${traceId}-${spanId}-${flags}`;
}
