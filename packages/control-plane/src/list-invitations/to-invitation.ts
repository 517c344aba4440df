import type { Invitation } from "@annex/contract";
import type { Invitation as InvitationRow } from "@annex/db";

export function toInvitation(row: Omit<InvitationRow, "tokenHash">): Invitation {
  const { id, email, role, createdBy } = row;
  return { id, email, role, createdBy, createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt.toISOString() };
}
