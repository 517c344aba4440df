import { type OpenedInvitation, openInvitationSchema } from "@annex/contract";
import type { z } from "zod";
import type { AccountContext } from "../account/account-context.ts";
import { parse } from "../context/parse.ts";
import { loadInvitation } from "./load-invitation.ts";

/** What an invitation says to who holds its link. @throws AppError `not_found`. */
export async function openInvitation(
  { db }: Pick<AccountContext, "db">,
  input: z.input<typeof openInvitationSchema>,
): Promise<OpenedInvitation> {
  const { token } = parse(openInvitationSchema, input);
  const { email, role, expiresAt, tenant } = await loadInvitation(db.operator, token);
  const user = await db.operator.user.findUnique({ where: { email }, select: { id: true } });
  const hasAccount = user !== null;
  return { tenant: tenant.slug, tenantName: tenant.name, email, role, expiresAt: expiresAt.toISOString(), hasAccount };
}
