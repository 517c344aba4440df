import { propertyOf, textOf } from "./platform-error.ts";

/** The part of Lambda's context that the SDK reads; pass the handler's second argument. */
export interface InvocationContext {
  readonly awsRequestId?: string;
  readonly clientContext?: unknown;
}

/** What ties an invocation's calls and log lines together. */
export interface Trace {
  readonly correlationId: string | undefined;
  /** How many functions called each other so far. */
  readonly hops: number;
  readonly requestId: string | undefined;
  /** W3C Trace Context of the invocation. */
  readonly traceparent: string | undefined;
}

let current: Trace = { correlationId: undefined, hops: 0, requestId: undefined, traceparent: undefined };

/**
 * Remembers the current invocation, so that the platform client passes its correlation ID and hop counter on.
 * Call it first in the handler: `withContext(context)`. One execution environment runs one invocation at a time.
 */
export function withContext(context: InvocationContext): Trace {
  current = traceOf(context);
  return current;
}

/** The invocation that `withContext` was last told of. */
export function currentTrace(): Trace {
  return current;
}

/** Reads correlation ID, hop counter and request ID out of Lambda's context; wrong values count as missing. */
export function traceOf(context: InvocationContext): Trace {
  const clientContext = context.clientContext;
  const custom = propertyOf(clientContext, "custom") ?? propertyOf(clientContext, "Custom");
  const correlationId = textOf(custom, "correlationId");
  return {
    correlationId:
      correlationId !== undefined && /^[A-Za-z0-9_-]{1,128}$/.test(correlationId) ? correlationId : undefined,
    hops: hopsOf(propertyOf(custom, "hops")),
    requestId: context.awsRequestId,
    traceparent: traceparentOf(textOf(custom, "traceparent")),
  };
}

function traceparentOf(text: string | undefined): string | undefined {
  return text !== undefined && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(text) ? text : undefined;
}

function hopsOf(value: unknown): number {
  const hops = typeof value === "number" || typeof value === "string" ? Number(value) : 0;
  return Number.isSafeInteger(hops) && hops > 0 ? hops : 0;
}

/** The headers that a call back into the platform carries. */
export function traceHeaders({ correlationId, hops, traceparent }: Trace): Record<string, string> {
  return {
    "X-Annex-Hops": String(hops),
    ...(correlationId === undefined ? {} : { "X-Correlation-Id": correlationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
