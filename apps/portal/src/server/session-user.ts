import type { SignedIn } from "@annex/control-plane";

/** Who is signed in, read anew from the database on each request. */
export type SessionUser = SignedIn;

/** Where a person lands after signing in. */
export function homeOf(user: SessionUser): string {
  if (user.isOperator) return "/operator";
  const first = user.memberships[0];
  return first ? `/t/${first.slug}/functions` : "/no-tenant";
}
