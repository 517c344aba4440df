import { AppError, type Invocation, logQuerySchema } from "@annex/contract";
import { listLogs, toInvocation } from "@annex/telemetry";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Services } from "../services.ts";
import { authenticate } from "../steps/authenticate.ts";

const paramsSchema = z.object({ id: z.uuid() });

async function loadInvocation(
  services: Services,
  request: FastifyRequest,
): Promise<{ tenantId: string; invocation: Invocation }> {
  const { tenant } = await authenticate(services, request, "invocations:read");
  const { data: where } = paramsSchema.safeParse(request.params);
  const row = where && (await services.db.forTenant(tenant.id).run((tx) => tx.invocation.findUnique({ where })));
  if (!row) throw new AppError("not_found", "There is no such invocation.");
  return { tenantId: tenant.id, invocation: toInvocation(row) };
}

/** `GET /v1/invocations/{id}` and its log lines: visible within two seconds of the answer. */
export function readInvocationRoutes(app: FastifyInstance, services: Services): void {
  app.get("/v1/invocations/:id", async (request) => (await loadInvocation(services, request)).invocation);

  app.get("/v1/invocations/:id/logs", async (request) => {
    const { tenantId, invocation } = await loadInvocation(services, request);
    if (invocation.requestId === null) return { items: [], nextCursor: null };
    const query = logQuerySchema.parse({ requestId: invocation.requestId, range: "7d", limit: 500 });
    return services.db.forTenant(tenantId).run((tx) => listLogs(tx, query));
  });
}
