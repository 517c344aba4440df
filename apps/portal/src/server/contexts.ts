import { AppError } from "@annex/contract";
import {
  authenticateOperatorToken,
  authenticateToken,
  loadActingContext,
  loadTenantContext,
  type OperatorContext,
  type PersonContext,
  type TenantContext,
} from "@annex/control-plane";
import { checkScope, type Guard } from "./guard";
import { services } from "./services";
import type { SessionUser } from "./session-user";

/** An operator's access to the tenant that is named; a member needs none. */
export function accessOf(user: SessionUser, tenant: string | null): SessionUser["access"][number] | undefined {
  const isNamed = ({ slug, tenantId }: { slug: string; tenantId: string }) => slug === tenant || tenantId === tenant;
  return user.memberships.some(isNamed) ? undefined : user.access.find(isNamed);
}

/** The membership that `tenant` (slug or ID) names; without a name, the user's only one. */
function chooseMembership(user: SessionUser, tenant: string | null) {
  const [first, ...others] = user.memberships;
  if (tenant === null) {
    if (first && others.length === 0) return first;
    throw new AppError("invalid_request", "Name the tenant in the header X-Annex-Tenant.");
  }
  const found = user.memberships.find(({ slug, tenantId }) => slug === tenant || tenantId === tenant);
  if (!found) throw new AppError("not_found", "There is no such tenant.");
  return found;
}

/** @throws AppError `not_found` when the user is no member of it, and no operator whom its owner granted access. */
export async function tenantContext(user: SessionUser, tenant: string | null): Promise<TenantContext> {
  const access = accessOf(user, tenant);
  if (access) {
    const { tenantId } = access;
    return loadActingContext(await services(), { tenantId, userId: user.id, email: user.email });
  }
  const { tenantId } = chooseMembership(user, tenant);
  return loadTenantContext(await services(), { tenantId, userId: user.id, email: user.email });
}

/**
 * The context of a personal access token: its person's role, in its own tenant and no other.
 * @throws AppError `unauthenticated`; `forbidden` without the rule's scopes; `not_found` when the person is no member any
 * more, or another tenant is named.
 */
export async function tokenContext(
  token: string,
  guard: Omit<Guard, "role">,
  named: string | null,
): Promise<TenantContext> {
  const source = await services();
  const { scopes, ...who } = await authenticateToken(source, token);
  const ctx = await loadTenantContext(source, who);
  if (named !== null && named !== ctx.tenant.slug && named !== ctx.tenant.id)
    throw new AppError("not_found", "There is no such tenant.");
  checkScope(guard, scopes);
  return ctx;
}

/** The context of a person's own account. */
export async function personContext(user: SessionUser): Promise<PersonContext> {
  const { id: userId, email, sessionId } = user;
  return { ...(await services()), userId, email, sessionId, principal: { actor: `user:${email}` } };
}

/**
 * The context of an operator's token: its person's rights, as far as its scopes go.
 * @throws AppError `unauthenticated`; `forbidden` without the rule's scopes.
 */
export async function operatorTokenContext(token: string, guard: Omit<Guard, "role">): Promise<OperatorContext> {
  const { db, jobs, masterKey } = await services();
  const { actor, scopes } = await authenticateOperatorToken({ db }, token);
  checkScope(guard, scopes);
  return { principal: { actor }, db, jobs, masterKey };
}

/** @throws AppError `not_found` when the user is no operator: the operators' routes do not show that they exist. */
export async function operatorContext(user: SessionUser): Promise<OperatorContext> {
  const { db, jobs, masterKey } = await services();
  if (!user.isOperator) throw new AppError("not_found", "There is nothing at this address.");
  return { principal: { actor: `user:${user.email}` }, db, jobs, masterKey };
}
