import type { GroupRule, MembershipRole } from "@annex/contract";
import type { Tx } from "@annex/db";
import { revokeTokensOf } from "../revoke-access-token/revoke-tokens-of.ts";

const rank: Record<MembershipRole, number> = { viewer: 0, developer: 1, owner: 2 };

/** The highest role that the groups give in each tenant, by its slug. */
export function rolesOf(groups: readonly string[], rules: readonly GroupRule[]): Map<string, MembershipRole> {
  const roles = new Map<string, MembershipRole>();
  for (const rule of rules) {
    if (!("tenant" in rule) || !groups.includes(rule.group)) continue;
    const known = roles.get(rule.tenant);
    if (known === undefined || rank[rule.role] > rank[known]) roles.set(rule.tenant, rule.role);
  }
  return roles;
}

interface Synced {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** Gives what the groups give, and takes what groups gave and give no more, with the tokens made there. What an invitation gave stays. */
export async function syncMemberships(
  tx: Tx,
  userId: string,
  roles: ReadonlyMap<string, MembershipRole>,
): Promise<Synced> {
  const tenants = await tx.tenant.findMany({
    where: { slug: { in: [...roles.keys()] } },
    select: { id: true, slug: true },
  });
  for (const { id: tenantId, slug } of tenants) {
    const member = { userId, tenantId };
    const given = { role: roles.get(slug) ?? "viewer", byGroup: true } as const;
    await tx.membership.upsert({ where: { userId_tenantId: member }, create: { ...member, ...given }, update: given });
  }
  const gone = { userId, byGroup: true, tenantId: { notIn: tenants.map(({ id }) => id) } };
  const left = await tx.membership.findMany({ where: gone, select: { tenant: { select: { id: true, slug: true } } } });
  await tx.membership.deleteMany({ where: gone });
  await revokeTokensOf(tx, { userId, tenantIds: left.map(({ tenant }) => tenant.id) });
  return { joined: tenants.map(({ slug }) => slug), left: left.map(({ tenant }) => tenant.slug) };
}

/** Makes an operator of who is in an operators' group, and ends it for who was one by a group alone. */
export async function syncOperator(tx: Tx, userId: string, isInGroup: boolean): Promise<void> {
  if (isInGroup)
    await tx.user.updateMany({
      where: { id: userId, isOperator: false },
      data: { isOperator: true, operatorByGroup: true },
    });
  else
    await tx.user.updateMany({
      where: { id: userId, operatorByGroup: true },
      data: { isOperator: false, operatorByGroup: false },
    });
}
