import { membershipRoleSchema } from "@annex/contract";
import { z } from "zod";

/** Who is signed in, as the session's token carries it. Rights are read anew from the database on each request. */
export const sessionUserSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  isOperator: z.boolean(),
  memberships: z.array(
    z.object({ tenantId: z.string(), slug: z.string(), name: z.string(), role: membershipRoleSchema }),
  ),
});
export type SessionUser = z.infer<typeof sessionUserSchema>;

/** Where a person lands after signing in. */
export function homeOf(user: SessionUser): string {
  if (user.isOperator) return "/operator";
  const first = user.memberships[0];
  return first ? `/t/${first.slug}/functions` : "/no-tenant";
}
