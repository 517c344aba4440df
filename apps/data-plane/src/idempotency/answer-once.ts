import type { InvokeResponse } from "@annex/contract";
import type { FastifyReply } from "fastify";
import type { Services } from "../services.ts";
import type { KeyedRequest } from "./keyed-request.ts";
import { runOnce } from "./run-once.ts";

/** No synchronous request takes longer: a function's longest timeout and the time to start it. */
const longestMs = 90_000;

/** The answer of a synchronous request: run now, or, where its Idempotency-Key was seen before, the recorded one. */
export async function answerOnce(
  { db }: Services,
  reply: FastifyReply,
  keyed: KeyedRequest | undefined,
  work: () => Promise<InvokeResponse>,
): Promise<unknown> {
  if (!keyed) return work();
  const { body, isReplay, isRerun } = await runOnce(db, { keyed, longestMs, work });
  if (isReplay) reply.header("idempotency-replayed", "true");
  if (isRerun) reply.header("idempotency-rerun", "true");
  return body;
}
