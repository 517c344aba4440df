import type { CreatedPasswordReset } from "@annex/contract";
import type { Tx } from "@annex/db";
import { linkOf, newLinkToken } from "../account/link-token.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { enqueueMail } from "../enqueue-mail/enqueue-mail.ts";

type Resetting = Pick<TenantContext, "jobs" | "masterKey"> & {
  readonly tenantId: string | null;
  readonly actor: string;
  /** Whether to use it also ends the second factor. */
  readonly removesTotp: boolean;
  /** Nobody but the person's mailbox is told the link: to use it proves the address. */
  readonly mailedOnly?: boolean;
  /** Milliseconds for which the link is good; a day without it. */
  readonly lifeMs?: number;
};

interface Wanted {
  readonly user: { readonly id: string; readonly email: string };
  readonly portalUrl: string;
}

const dayMs = 86_400_000;

/** Writes a link for a new password with its e-mail; it is good once. */
export async function writePasswordReset(
  tx: Tx,
  ctx: Resetting,
  { user, portalUrl }: Wanted,
): Promise<CreatedPasswordReset & { readonly link: string }> {
  const { tenantId, actor, removesTotp, mailedOnly = false, lifeMs = dayMs } = ctx;
  const { token, tokenHash } = newLinkToken();
  const expiresAt = new Date(Date.now() + lifeMs);
  const id = newId();
  // createMany: a tenant may write it and not read it back
  await tx.passwordReset.createMany({
    data: [{ id, userId: user.id, tenantId, tokenHash, createdBy: actor, expiresAt, removesTotp, mailedOnly }],
  });
  const link = linkOf(portalUrl, "/new-password", token);
  const maker = actor.replace(/^user:/, "");
  const opening =
    maker === user.email
      ? "Somebody asked for a link to set your new password"
      : `${maker} made a link for you to set a new password`;
  const text = `${opening}.\n\nUse it until ${expiresAt.toUTCString()}:\n${link}\n\nThe link works once. If you did not ask for it, leave it unused and tell your owner.`;
  await enqueueMail(tx, ctx, { tenantId, to: user.email, subject: "Set a new password", text });
  const target = `user:${user.email}`;
  await recordAudit(tx, { tenantId, actor, action: "createPasswordReset", target });
  return { email: user.email, expiresAt: expiresAt.toISOString(), link };
}
