import {
  AppError,
  type MembershipRole,
  membershipRoleSchema,
  type PortalRule,
  ruleOf,
  scopesOf,
} from "@annex/contract";

const rank: Record<MembershipRole, number> = { viewer: 0, developer: 1, owner: 2 };

/** Who may call an operation. */
export type Guard = Pick<PortalRule, "role" | "scope" | "alsoScope">;

/** What a request gets whose path has no rule, such as one that is written with escapes: owners alone, and no token. */
const strictest: Guard = { role: "owner", scope: null };

/** The rule of a request to the API. */
export function guardOf(request: Request): Guard {
  return ruleOf(request.method, new URL(request.url).pathname) ?? strictest;
}

/**
 * Whether a token may call it.
 * @throws AppError `forbidden` when it lacks a scope, or where only a person's session will do.
 */
export function checkScope(guard: Omit<Guard, "role">, scopes: ReadonlySet<string>): void {
  if (guard.scope === null)
    throw new AppError("forbidden", "This needs a person who is signed in; a token will not do.");
  const lacking = scopesOf(guard).find((needed) => !scopes.has(needed));
  if (lacking !== undefined) throw new AppError("forbidden", `The access token lacks the scope ${lacking}.`);
}

/** @throws AppError `forbidden` when a role in the tenant is lower than the rule's. */
export function checkRole({ role: needed }: Pick<Guard, "role">, role: MembershipRole): void {
  const least = membershipRoleSchema.safeParse(needed);
  if (least.success && rank[role] >= rank[least.data]) return;
  throw new AppError("forbidden", `You are a ${role} here; this needs the role ${needed}. Ask an owner.`);
}
