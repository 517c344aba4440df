import { AppError } from "@annex/contract";
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

const mostHops = 8;

/** With the caller's W3C trace, or a new one where it sent none. @throws AppError `conflict` when functions call each other in a loop. */
export function correlate(request: FastifyRequest, sampled: TraceSampler): Correlation {
  const hops = Number(request.headers["x-annex-hops"] ?? 0);
  if (!Number.isSafeInteger(hops) || hops < 0)
    throw new AppError("invalid_request", "X-Annex-Hops is a whole number, 0 or more.");
  if (hops >= mostHops) {
    throw new AppError(
      "conflict",
      `Functions called each other ${hops} times in a row: this looks like a loop and was stopped.`,
    );
  }
  return { correlationId: request.id, hops, trace: sampled(traceContextFrom(request.headers.traceparent)) };
}
