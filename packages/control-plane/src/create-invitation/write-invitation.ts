import { AppError, type CreatedInvitation, type createInvitationSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import type { z } from "zod";
import { linkOf, newLinkToken } from "../account/link-token.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { enqueueMail } from "../enqueue-mail/enqueue-mail.ts";
import { toInvitation } from "../list-invitations/to-invitation.ts";

type Inviting = Pick<TenantContext, "jobs" | "masterKey"> & {
  readonly tenant: { readonly id: string; readonly name: string };
  readonly actor: string;
};
type Wanted = z.output<typeof createInvitationSchema> & { readonly portalUrl: string };

const dayMs = 86_400_000;

async function checkNoMember(tx: Tx, tenantId: string, email: string): Promise<void> {
  const member = await tx.membership.findFirst({ where: { tenantId, user: { email } }, select: { userId: true } });
  if (!member) return;
  const message = `${email} is a member already.`;
  throw new AppError("conflict", message, { errors: [{ path: "email", message }] });
}

/** Writes an invitation with its e-mail; one to the same address that still waits is revoked by it. */
export async function writeInvitation(tx: Tx, ctx: Inviting, wanted: Wanted): Promise<CreatedInvitation> {
  const { email, role, expiresInDays, portalUrl } = wanted;
  const { tenant, actor } = ctx;
  const tenantId = tenant.id;
  await checkNoMember(tx, tenantId, email);
  const waiting = { tenantId, email, acceptedAt: null, revokedAt: null };
  await tx.invitation.updateMany({ where: waiting, data: { revokedAt: new Date() } });
  const { token, tokenHash } = newLinkToken();
  const expiresAt = new Date(Date.now() + expiresInDays * dayMs);
  const data = { id: newId(), tenantId, email, role, tokenHash, createdBy: actor, expiresAt };
  const row = await tx.invitation.create({ data });
  const link = linkOf(portalUrl, "/invitation", token);
  const text = `${actor.replace(/^user:/, "")} invites you to ${tenant.name} as ${role}.\n\nAccept here, until ${expiresAt.toUTCString()}:\n${link}\n\nThe link works once and is meant for you alone.`;
  await enqueueMail(tx, ctx, { tenantId, to: email, subject: `You are invited to ${tenant.name}`, text });
  const target = `invitation:${row.id}`;
  await recordAudit(tx, {
    tenantId,
    actor,
    action: "createInvitation",
    target,
    detail: { email, role, expiresInDays },
  });
  return { ...toInvitation(row), link };
}
