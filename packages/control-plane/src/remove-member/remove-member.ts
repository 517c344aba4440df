import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { revokeTokensOf } from "../revoke-access-token/revoke-tokens-of.ts";
import { checkOwnerStays, loadMember } from "../update-member/load-member.ts";

const inputSchema = z.object({ userId: z.uuid("There is no such member.") });

/**
 * Takes a person out of the tenant: the next request, by session or by access token, finds no such tenant, and
 * its access tokens are revoked for good. What the person made stays. @throws AppError `not_found`, `conflict`: the last owner.
 */
export function removeMember(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { userId } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { role, user } = await loadMember(tx, userId);
    authorise(ctx, "owner");
    if (role === "owner") await checkOwnerStays(tx, userId);
    const tenantId = ctx.tenant.id;
    await tx.membership.deleteMany({ where: { userId, tenantId } });
    const detail = { role, tokensRevoked: await revokeTokensOf(tx, { userId, tenantIds: [tenantId] }) };
    const { actor } = ctx.principal;
    await recordAudit(tx, { tenantId, actor, action: "removeMember", target: `user:${user.email}`, detail });
  });
}
