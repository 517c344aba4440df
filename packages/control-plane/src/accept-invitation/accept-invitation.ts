import { AppError, acceptInvitationSchema, passwordSchema } from "@annex/contract";
import type { Db, Tx } from "@annex/db";
import { z } from "zod";
import type { AccountContext } from "../account/account-context.ts";
import { hashPassword, isPassword } from "../account/password.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { giveTryBack, takeTry } from "../authenticate-user/take-try.ts";
import { parse } from "../context/parse.ts";
import { loadInvitation } from "../open-invitation/load-invitation.ts";

const inputSchema = acceptInvitationSchema.extend({ address: z.string().max(100).nullable().default(null) });
type Input = z.output<typeof inputSchema>;

/**
 * The account that was there, proven by its password; null where one must be made. To join needs no code of an
 * authenticator app: to sign in does, so that the tries at its code are not given back by the password alone.
 */
async function provenAccount(db: Db, email: string, { password, address }: Input): Promise<string | null> {
  const known = await db.operator.user.findUnique({ where: { email } });
  if (!known) return null;
  const trier = { email, address };
  await takeTry({ db }, trier);
  if (!(await isPassword(known.passwordHash, password))) {
    const message = `This is not the password of ${email}.`;
    throw new AppError("invalid_request", message, { errors: [{ path: "password", message }] });
  }
  if (known.totpConfirmedAt === null) await giveTryBack({ db }, trier);
  return known.id;
}

async function makeAccount(email: string, input: Input): Promise<(tx: Tx) => Promise<string>> {
  const { name, password } = parse(
    z.object({ name: z.string({ error: "Say how others know you." }), password: passwordSchema }),
    input,
  );
  const passwordHash = await hashPassword(password);
  return async (tx) => (await tx.user.create({ data: { email, name, passwordHash } })).id;
}

/**
 * Makes who holds an invitation's link a member: with a new account, or with the one that there is, proven by its
 * password. The link works once, however often it is used at the same time.
 * @throws AppError `not_found` for a link that is not good any more; `invalid_request`; `limit_exceeded`.
 */
export async function acceptInvitation(
  { db }: Pick<AccountContext, "db">,
  input: z.input<typeof inputSchema>,
): Promise<{ email: string; tenant: string }> {
  const wanted = parse(inputSchema, input);
  const invitation = await loadInvitation(db.operator, wanted.token);
  const { id, email, role, tenantId, tenant } = invitation;
  const known = await provenAccount(db, email, wanted);
  const accountOf = known === null ? await makeAccount(email, wanted) : async () => known;
  await db.operator.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM invitations WHERE id = ${id}::uuid FOR UPDATE`;
    await loadInvitation(tx, wanted.token);
    await tx.invitation.update({ where: { id }, data: { acceptedAt: new Date() } });
    const userId = await accountOf(tx);
    const member = { userId, tenantId };
    await tx.membership.upsert({ where: { userId_tenantId: member }, create: { ...member, role }, update: {} });
    const detail = { email, role, newAccount: known === null };
    await recordAudit(tx, {
      tenantId,
      actor: `user:${email}`,
      action: "acceptInvitation",
      target: `invitation:${id}`,
      detail,
    });
  });
  return { email, tenant: tenant.slug };
}
