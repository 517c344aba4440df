import { AppError, type MembershipRole, membershipRoleSchema, type PortalRule, ruleOf } from "@annex/contract";

const rank: Record<MembershipRole, number> = { viewer: 0, developer: 1, owner: 2 };

/** What a request gets whose path has no rule, such as one that is written with escapes: owners alone, and no token. */
const strictest: Pick<PortalRule, "role" | "scope"> = { role: "owner", scope: null };

/** The rule of a request to the API. */
export function guardOf(request: Request): Pick<PortalRule, "role" | "scope"> {
  return ruleOf(request.method, new URL(request.url).pathname) ?? strictest;
}

/**
 * Whether a token may call it.
 * @throws AppError `forbidden` when it lacks the scope, or where only a person's session will do.
 */
export function checkScope({ scope }: Pick<PortalRule, "scope">, scopes: ReadonlySet<string>): void {
  if (scope === null) throw new AppError("forbidden", "This needs a person who is signed in; a token will not do.");
  if (!scopes.has(scope)) throw new AppError("forbidden", `The access token lacks the scope ${scope}.`);
}

/** @throws AppError `forbidden` when a role in the tenant is lower than the rule's. */
export function checkRole({ role: needed }: Pick<PortalRule, "role">, role: MembershipRole): void {
  const least = membershipRoleSchema.safeParse(needed);
  if (least.success && rank[role] >= rank[least.data]) return;
  throw new AppError("forbidden", `You are a ${role} here; this needs the role ${needed}. Ask an owner.`);
}
