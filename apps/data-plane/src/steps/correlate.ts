import { AppError, mostHops } from "@annex/contract";
import type { Caller } from "@annex/invocation";
import { type TraceContext, type TraceSampler, traceContextFrom } from "@annex/service";
import type { FastifyRequest } from "fastify";

/** What ties a request to what caused it and to what it causes. */
export interface Correlation {
  readonly correlationId: string;
  /** How many functions called each other before this request. */
  readonly hops: number;
  /** The W3C trace that the request belongs to. */
  readonly trace?: TraceContext;
}

function checkHops(hops: number): void {
  if (hops < mostHops) return;
  throw new AppError(
    "conflict",
    `Functions called each other ${hops} times in a row: this looks like a loop and was stopped. A credential that a function kept from an earlier call counts as one: use the one in this call's event.`,
  );
}

/** How deep a call is: a function's credential says how deep its own are at least. */
export function deepest(said: Pick<Correlation, "hops">, { hops }: Caller): number {
  return Math.max(said.hops, hops);
}

/** As deep as the token says at least: it is the function's own word to say less. @throws AppError `conflict` for a loop. */
export function countHops(said: Correlation, caller: Caller): Correlation {
  const hops = deepest(said, caller);
  checkHops(hops);
  return hops === said.hops ? said : { ...said, hops };
}

/** With the caller's W3C trace, or a new one where it sent none. @throws AppError `conflict` when functions call each other in a loop. */
export function correlate(request: FastifyRequest, sampled: TraceSampler): Correlation {
  const hops = Number(request.headers["x-annex-hops"] ?? 0);
  if (!Number.isSafeInteger(hops) || hops < 0)
    throw new AppError("invalid_request", "X-Annex-Hops is a whole number, 0 or more.");
  checkHops(hops);
  return { correlationId: request.id, hops, trace: sampled(traceContextFrom(request.headers.traceparent)) };
}
