import type { Invitation } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { toInvitation } from "./to-invitation.ts";

/** Invitations that can still be accepted, newest first. */
export function listInvitations(ctx: TenantContext): Promise<Invitation[]> {
  return ctx.db.run(async (tx) => {
    const where = { acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } };
    const rows = await tx.invitation.findMany({ where, orderBy: { createdAt: "desc" }, omit: { tokenHash: true } });
    return rows.map(toInvitation);
  });
}
