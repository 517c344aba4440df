import { AppError } from "@annex/contract";
import { authenticateToken, type OperatorContext, type PersonContext, type TenantContext } from "@annex/control-plane";
import { operatorContext, operatorTokenContext, personContext, tenantContext, tokenContext } from "./contexts";
import { checkRole, checkScope, guardOf } from "./guard";
import { refuseForeignOrigin } from "./same-origin";
import { services } from "./services";
import { userOfCookies } from "./session";
import type { SessionUser } from "./session-user";

/** Who is signed in, by the session's cookie. @throws AppError `unauthenticated`; `forbidden` from another site. */
async function signedIn(request: Request): Promise<SessionUser> {
  refuseForeignOrigin(request);
  const user = await userOfCookies(request.headers.get("cookie"));
  if (!user) throw new AppError("unauthenticated", "Sign in first.");
  return user;
}

/** The token of `Authorization: Bearer`. No page of another site can send it, so that its origin does not matter. */
function bearerOf(request: Request): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

/** By a personal access token, else by the session and the tenant that the request names; then the rule's role. */
export async function tenantOf(request: Request): Promise<TenantContext> {
  const guard = guardOf(request);
  const token = bearerOf(request);
  const ctx =
    token === undefined
      ? await tenantContext(await signedIn(request), tenantNamed(request))
      : await tokenContext(token, guard, tenantNamed(request));
  checkRole(guard, ctx.principal.role);
  return ctx;
}

/** EventSource sends no headers, so that a stream names its tenant in the query. */
function tenantNamed(request: Request): string | null {
  return request.headers.get("x-annex-tenant") ?? new URL(request.url).searchParams.get("tenant");
}

/** By an operator's token with the rule's scope, else by the session. */
export async function operatorOf(request: Request): Promise<OperatorContext> {
  const token = bearerOf(request);
  if (token !== undefined) return operatorTokenContext(token, guardOf(request));
  return operatorContext(await signedIn(request));
}

/** By the session alone. @throws AppError `forbidden` for a token that is good: it speaks for a tenant, not for a person. */
export async function personOf(request: Request): Promise<PersonContext> {
  const token = bearerOf(request);
  if (token !== undefined) {
    const { scopes } = await authenticateToken(await services(), token);
    checkScope({ scope: null }, scopes);
  }
  return personContext(await signedIn(request));
}
