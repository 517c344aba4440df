import type { FastifyReply } from "fastify";
import type { AcceptAnswer } from "../accepted/accept.ts";

/** 202, and whether it was answered before. */
export function sendAccepted(reply: FastifyReply, { body, isReplay }: AcceptAnswer): FastifyReply {
  if (isReplay) reply.header("idempotency-replayed", "true");
  return reply.status(202).send(body);
}
