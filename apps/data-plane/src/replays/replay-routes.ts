import { startedReplaySchema, startReplaySchema } from "@annex/contract";
import { getReplay, replayInvocation } from "@annex/control-plane";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { contextOf } from "../accepted/context-of.ts";
import { parse } from "../parse.ts";
import type { Services } from "../services.ts";

const paramsSchema = z.object({ id: z.string().max(80) });

/** Running recorded invocations again, and what differs. */
export function replayRoutes(app: FastifyInstance, services: Services): void {
  app.post("/v1/invocations/:id/replay", async (request, reply) => {
    const ctx = await contextOf(services, request, "manage");
    const { id: invocationId } = parse(paramsSchema, request.params);
    const replay = await replayInvocation(ctx, { invocationId, ...parse(startReplaySchema, request.body) });
    return reply.status(202).send(startedReplaySchema.parse(replay));
  });

  app.get("/v1/replays/:id", async (request) => {
    const ctx = await contextOf(services, request, "read");
    return getReplay(ctx, { replayId: parse(paramsSchema, request.params).id });
  });
}
