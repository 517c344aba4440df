import { randomUUID } from "node:crypto";
import type { LogLevel, PlatformLine } from "@annex/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Services } from "../services.ts";

interface Caller {
  readonly tenantId: string;
  readonly hops: number;
}

const callers = new WeakMap<FastifyRequest, Caller>();
const longestPath = 300;

/** Says whose call a request is, once that is known. */
export function tellCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

function levelOf(status: number): LogLevel {
  if (status >= 500) return "error";
  return status >= 400 ? "warn" : "info";
}

/** Writes a line for each call of a function, and for each that was refused: the run page shows them below the function. */
export function recordPlatformCalls(app: FastifyInstance, { lines }: Services): void {
  app.addHook("onResponse", async (request, reply) => {
    const caller = callers.get(request);
    const { statusCode: status, elapsedTime } = reply;
    if (!caller || (caller.hops === 0 && status < 400)) return;
    const path = (request.url.split("?")[0] ?? "").slice(0, longestPath);
    const durationMs = Math.round(elapsedTime * 1000) / 1000;
    const { hops, tenantId } = caller;
    const fields: PlatformLine = { kind: "platform_call", method: request.method, path, status, durationMs, hops };
    lines.record(tenantId, {
      eventId: `call-${randomUUID()}`,
      functionId: null,
      requestId: null,
      correlationId: request.id,
      releaseNumber: null,
      level: levelOf(status),
      message: `${request.method} ${path} answered ${status}`,
      fields,
      source: "data_plane",
      at: new Date(Date.now() - elapsedTime),
    });
  });
}
