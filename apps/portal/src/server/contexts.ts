import { AppError } from "@annex/contract";
import { loadTenantContext, type OperatorContext, type TenantContext } from "@annex/control-plane";
import { services } from "./services";
import type { SessionUser } from "./session-user";

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

/** @throws AppError `not_found` when the user is no member of it. */
export async function tenantContext(user: SessionUser, tenant: string | null): Promise<TenantContext> {
  const { tenantId } = chooseMembership(user, tenant);
  return loadTenantContext(await services(), { tenantId, userId: user.id, email: user.email });
}

/** @throws AppError `not_found` when the user is no operator: the operators' routes do not show that they exist. */
export async function operatorContext(user: SessionUser): Promise<OperatorContext> {
  const { db, jobs } = await services();
  const found = await db.operator.user.findUnique({ where: { id: user.id }, select: { isOperator: true } });
  if (!found?.isOperator) throw new AppError("not_found", "There is nothing at this address.");
  return { principal: { actor: `user:${user.email}` }, db, jobs };
}
