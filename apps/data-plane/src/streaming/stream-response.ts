import { AppError, type InvokeResponse, toProblem } from "@annex/contract";
import { toldToCaller } from "@annex/db";
import type { FastifyReply, FastifyRequest } from "fastify";
import { EventReply } from "./event-reply.ts";

interface Streamed {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Runs the functions; what they write goes to `stream`. */
  work(stream: EventReply): Promise<InvokeResponse>;
}

/** @throws AppError `invalid_request`: what was streamed is not kept, so that it could not be answered again. */
function checkNoKey({ headers }: FastifyRequest): void {
  if (headers["idempotency-key"] === undefined) return;
  throw new AppError("invalid_request", "An Idempotency-Key and Accept: text/event-stream do not go together.");
}

/**
 * Answers a call as its functions write. What fails before the first event is thrown, what fails after it is an event.
 * A caller who goes away does not end the function, as on Lambda: it is read to its end, so that the ledger is right.
 */
export async function streamResponse({ request, reply, work }: Streamed): Promise<FastifyReply> {
  checkNoKey(request);
  const stream = new EventReply(reply);
  try {
    const response = await work(stream);
    await stream.send({ type: "completed", ...response });
  } catch (error) {
    if (!stream.hasBegun) throw error;
    const problem = toProblem(toldToCaller(error), request.id);
    if (problem.status >= 500) request.log.error({ err: error }, problem.detail);
    await stream.send({ ...problem, type: "error" });
  }
  stream.end();
  return reply;
}
