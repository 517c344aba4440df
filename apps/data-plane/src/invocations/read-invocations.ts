import { type InvocationStatus, logQuerySchema } from "@annex/contract";
import type { AcceptedContext } from "@annex/control-plane";
import { listLogs } from "@annex/telemetry";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { contextOf } from "../accepted/context-of.ts";
import type { Services } from "../services.ts";
import { loadStatus } from "./load-status.ts";

const paramsSchema = z.object({ id: z.uuid() });

async function loadAsked(
  services: Services,
  request: FastifyRequest,
): Promise<{ ctx: AcceptedContext; invocation: InvocationStatus }> {
  const ctx = await contextOf(services, request, "read");
  const { data: params } = paramsSchema.safeParse(request.params);
  return { ctx, invocation: await ctx.db.run((tx) => loadStatus(tx, params?.id, ctx.only)) };
}

/** `GET /v1/invocations/{id}` and its log lines. */
export function readInvocationRoutes(app: FastifyInstance, services: Services): void {
  app.get("/v1/invocations/:id", async (request) => (await loadAsked(services, request)).invocation);

  app.get("/v1/invocations/:id/logs", async (request) => {
    const { ctx, invocation } = await loadAsked(services, request);
    const { requestId } = invocation;
    if (requestId === null) return { items: [], nextCursor: null };
    const query = logQuerySchema.parse({ requestId, range: "7d", limit: 500 });
    return ctx.db.run((tx) => listLogs(tx, query));
  });
}
