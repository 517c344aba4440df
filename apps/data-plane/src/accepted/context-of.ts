import { invocationsOf } from "@annex/contract";
import type { AcceptedContext } from "@annex/control-plane";
import type { FastifyRequest } from "fastify";
import type { Services } from "../services.ts";
import { identify, lacks } from "../steps/authenticate.ts";
import { correlate, countHops } from "../steps/correlate.ts";

const broad = { read: "invocations:read", manage: "invocations:write" } as const;

/**
 * The same capabilities as a person's in the portal, for an API client that may read or manage invocations: all of them,
 * or those of the functions and extension points that its scopes name.
 * @throws AppError `unauthenticated`, `tenant_suspended`, `forbidden`, `limit_exceeded`, `conflict` for a loop.
 */
export async function contextOf(
  services: Services,
  request: FastifyRequest,
  what: "read" | "manage",
): Promise<AcceptedContext> {
  const said = correlate(request, services.sampled);
  const from = await identify(services, request);
  const { tenant, caller } = from;
  const named = invocationsOf(caller.scopes, what);
  if (named === "none") throw lacks(broad[what]);
  const { hops } = what === "manage" ? countHops(said, caller) : said;
  services.limits.checkRate(from);
  const principal = { actor: `client:${caller.clientId}`, role: "developer" } as const;
  const only = named === "every" ? {} : { only: named };
  return { tenant, principal, db: services.db.forTenant(tenant.id), jobs: services.jobs, hops, ...only };
}
