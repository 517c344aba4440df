import type { Member } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { memberSelect, toMember } from "./to-member.ts";

/** The tenant's people, by e-mail, each with the day since which it is a member. */
export function listMembers(ctx: TenantContext): Promise<Member[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.membership.findMany({ select: memberSelect, orderBy: { user: { email: "asc" } } });
    return rows.map(toMember);
  });
}
