import { AppError, grants } from "@annex/contract";
import type { Caller, TenantState } from "@annex/invocation";
import { suspendedRefusal } from "@annex/invocation/stops";
import type { FastifyRequest } from "fastify";
import type { Services } from "../services.ts";

export interface Authenticated extends TenantState {
  readonly caller: Caller;
}

/**
 * Proves whose call it is: the token, then that its client was not revoked nor its secret changed since, and its tenant
 * is not suspended. What it may do is not looked at yet.
 * @throws AppError `unauthenticated` or `tenant_suspended`.
 */
export function identify(services: Services, request: FastifyRequest): Authenticated | Promise<Authenticated> {
  return after(services.tokens.verify(request.headers.authorization), (caller) =>
    after(services.directory.tenant(caller.tenantId), (state) => checkCaller({ services, caller, state })),
  );
}

/** What a token without the scope is told. */
export function lacks(scope: string): AppError {
  return new AppError("forbidden", `The access token lacks the scope ${scope}.`, { neededScope: scope });
}

/**
 * Proves whose call it is and that it may do this: `scope` is a broad one, or names a function, an extension point or a
 * record type.
 * @throws AppError `unauthenticated`, `tenant_suspended` or `forbidden`.
 */
export function authenticate(
  services: Services,
  request: FastifyRequest,
  scope: string,
): Authenticated | Promise<Authenticated> {
  return after(identify(services, request), (from) => {
    if (!grants(from.caller.scopes, scope)) throw lacks(scope);
    return from;
  });
}

/** Goes on at once with what is known, as it is for every request but a client's first. */
function after<T, R>(known: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return known instanceof Promise ? known.then(next) : next(known);
}

interface Called {
  readonly services: Services;
  readonly caller: Caller;
  readonly state: TenantState;
}

function checkCaller({ services, caller, state }: Called): Authenticated {
  const client = state.clients.get(caller.clientId);
  if (!client) throw new AppError("unauthenticated", "The API client was revoked.");
  // a token tells whole seconds: one of the second in which the secret changed may be of before
  if (caller.issuedAt * 1000 <= client.secretChangedAt)
    throw new AppError("unauthenticated", "The API client's secret was changed. Get a new access token from identity.");
  if (state.suspended) {
    services.tally.refused(state.tenant.id, "tenant_suspended");
    throw suspendedRefusal();
  }
  return { ...state, caller };
}
