import type { Member } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";

/** The tenant's people, by e-mail. `since` is when their account was made. */
export function listMembers(ctx: TenantContext): Promise<Member[]> {
  return ctx.db.run(async (tx) => {
    const user = { select: { email: true, name: true, createdAt: true } };
    const rows = await tx.membership.findMany({ select: { role: true, user }, orderBy: { user: { email: "asc" } } });
    return rows.map(({ role, user: { email, name, createdAt } }) => ({
      email,
      name,
      role,
      since: createdAt.toISOString(),
    }));
  });
}
