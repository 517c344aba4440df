import type { AcceptedContext } from "@annex/control-plane";
import type { FastifyRequest } from "fastify";
import type { Services } from "../services.ts";
import { authenticate } from "../steps/authenticate.ts";

/** The same capabilities as a person's in the portal, for an API client with the scope. */
export async function contextOf(
  services: Services,
  request: FastifyRequest,
  scope: "invocations:read" | "invocations:write",
): Promise<AcceptedContext> {
  const from = await authenticate(services, request, scope);
  services.limits.checkRate(from);
  const { tenant, caller } = from;
  const principal = { actor: `client:${caller.clientId}`, role: "developer" } as const;
  return { tenant, principal, db: services.db.forTenant(tenant.id), jobs: services.jobs };
}
