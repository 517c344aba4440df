import { AppError, chooseDeadLettersSchema, deadLetterQuerySchema, type InvocationStatus } from "@annex/contract";
import { cancelInvocation, discardDeadLetters, listDeadLetters, redriveDeadLetters } from "@annex/control-plane";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { loadStatus } from "../invocations/load-status.ts";
import { parse } from "../parse.ts";
import type { Services } from "../services.ts";
import { contextOf } from "./context-of.ts";

const paramsSchema = z.object({ id: z.uuid() });

/** Cancelling accepted invocations; browsing, redriving and discarding dead letters. */
export function acceptedRoutes(app: FastifyInstance, services: Services): void {
  app.post("/v1/invocations/:id/cancel", async (request): Promise<InvocationStatus> => {
    const ctx = await contextOf(services, request, "manage");
    const { data: params } = paramsSchema.safeParse(request.params);
    if (!params) throw new AppError("not_found", "There is no such invocation.");
    await cancelInvocation(ctx, { invocationId: params.id });
    return ctx.db.run((tx) => loadStatus(tx, params.id, ctx.only));
  });

  app.get("/v1/dead-letters", async (request) =>
    listDeadLetters(await contextOf(services, request, "read"), parse(deadLetterQuerySchema, request.query)),
  );

  app.post("/v1/dead-letters/redrive", async (request) =>
    redriveDeadLetters(await contextOf(services, request, "manage"), parse(chooseDeadLettersSchema, request.body)),
  );

  app.post("/v1/dead-letters/discard", async (request) =>
    discardDeadLetters(await contextOf(services, request, "manage"), parse(chooseDeadLettersSchema, request.body)),
  );
}
