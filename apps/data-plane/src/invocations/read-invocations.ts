import { type InvocationStatus, logQuerySchema } from "@annex/contract";
import { listLogs } from "@annex/telemetry";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Services } from "../services.ts";
import { authenticate } from "../steps/authenticate.ts";
import { loadStatus } from "./load-status.ts";

const paramsSchema = z.object({ id: z.uuid() });

async function loadAsked(
  services: Services,
  request: FastifyRequest,
): Promise<{ tenantId: string; invocation: InvocationStatus }> {
  const { tenant } = await authenticate(services, request, "invocations:read");
  const { data: params } = paramsSchema.safeParse(request.params);
  const invocation = await services.db.forTenant(tenant.id).run((tx) => loadStatus(tx, params?.id));
  return { tenantId: tenant.id, invocation };
}

/** `GET /v1/invocations/{id}` and its log lines. */
export function readInvocationRoutes(app: FastifyInstance, services: Services): void {
  app.get("/v1/invocations/:id", async (request) => (await loadAsked(services, request)).invocation);

  app.get("/v1/invocations/:id/logs", async (request) => {
    const { tenantId, invocation } = await loadAsked(services, request);
    const { requestId } = invocation;
    if (requestId === null) return { items: [], nextCursor: null };
    const query = logQuerySchema.parse({ requestId, range: "7d", limit: 500 });
    return services.db.forTenant(tenantId).run((tx) => listLogs(tx, query));
  });
}
