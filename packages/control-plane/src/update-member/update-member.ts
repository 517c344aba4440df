import { type Member, updateMemberSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toMember } from "../list-members/to-member.ts";
import { checkOwnerStays, loadMember } from "./load-member.ts";

const inputSchema = updateMemberSchema.extend({ userId: z.uuid("There is no such member.") });

/** Changes a member's role, which counts from the next request. @throws AppError `not_found`, `conflict`: the last owner. */
export function updateMember(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Member> {
  const { userId, role } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const before = await loadMember(tx, userId);
    authorise(ctx, "owner");
    if (before.role === "owner" && role !== "owner") await checkOwnerStays(tx, userId);
    const tenantId = ctx.tenant.id;
    await tx.membership.updateMany({ where: { userId, tenantId }, data: { role } });
    const { actor } = ctx.principal;
    const target = `user:${before.user.email}`;
    const detail = { from: before.role, to: role };
    await recordAudit(tx, { tenantId, actor, action: "updateMember", target, detail });
    return { ...toMember(before), role };
  });
}
