import { AppError } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ invitationId: z.uuid("There is no such invitation.") });

/** Makes an invitation's link worth nothing. @throws AppError `not_found`, for one that was accepted or revoked too. */
export function revokeInvitation(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { invitationId: id } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const found = await tx.invitation.findFirst({ where: { id, acceptedAt: null, revokedAt: null } });
    if (!found) throw new AppError("not_found", "There is no such invitation.");
    authorise(ctx, "owner");
    await tx.invitation.update({ where: { id }, data: { revokedAt: new Date() } });
    const { actor } = ctx.principal;
    const detail = { email: found.email };
    const event = { tenantId: ctx.tenant.id, actor, action: "revokeInvitation", target: `invitation:${id}`, detail };
    await recordAudit(tx, event);
  });
}
