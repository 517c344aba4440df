import { AppError, emailSchema, groupRuleSchema } from "@annex/contract";
import type { Db, Tx, User } from "@annex/db";
import { z } from "zod";
import { endWaysIn } from "../account/end-ways-in.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { AuthenticatedUser } from "../authenticate-user/authenticate-user.ts";
import { parse } from "../context/parse.ts";
import { noTotp } from "../totp/sealed-totp.ts";
import { rolesOf, syncMemberships, syncOperator } from "./sync-groups.ts";

const inputSchema = z.object({
  /** Of the OpenID Connect provider, and who the person is there. */
  issuer: z.url(),
  subject: z.string().min(1).max(255),
  email: emailSchema,
  /** The provider vouches for the address. */
  emailVerified: z.boolean(),
  name: z.string().max(200),
  groups: z.array(z.string()),
  rules: z.array(groupRuleSchema),
});
type Input = z.output<typeof inputSchema>;

/**
 * Ends every way into an account whose address nobody has proven: an inviter had its link too and may have made it in
 * this person's name, with a password of the inviter's own. Else whoever did would be in wherever the groups lead.
 */
async function endUnproven(tx: Tx, { id, email, emailProvenAt, passwordHash }: User): Promise<void> {
  if (emailProvenAt !== null) return;
  await tx.user.update({ where: { id }, data: { emailProvenAt: new Date(), passwordHash: null, ...noTotp } });
  if (passwordHash === null) return;
  await tx.recoveryCode.deleteMany({ where: { userId: id } });
  const detail = { ...(await endWaysIn(tx, id)) };
  const actor = `user:${email}`;
  await recordAudit(tx, { tenantId: null, actor, action: "endUnprovenAccess", target: actor, detail });
}

/** The account of who was here before; else that of the address, made where there is none. */
async function findOrMake(tx: Tx, { issuer, subject, email, emailVerified, name }: Input): Promise<AuthenticatedUser> {
  const known = await tx.userIdentity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { user: true },
  });
  if (known) {
    await endUnproven(tx, known.user);
    return known.user;
  }
  if (!emailVerified) throw new AppError("forbidden", "The provider does not vouch for this e-mail address.");
  const user = await tx.user.upsert({ where: { email }, create: { email, name: name || email }, update: {} });
  await endUnproven(tx, user);
  await tx.userIdentity.create({ data: { issuer, subject, userId: user.id } });
  return user;
}

/**
 * Who signed in at an OpenID Connect provider. The groups that it tells give and take memberships and the platform's
 * operation, by the rules; what an invitation gave stays. An account of the same address that was there before becomes the
 * provider's: its password counts on only where its address was proven.
 * @throws AppError `forbidden` for a new person whose address the provider does not vouch for.
 */
export function authenticateIdentity(
  { db }: { readonly db: Db },
  input: z.input<typeof inputSchema>,
): Promise<AuthenticatedUser> {
  const wanted = parse(inputSchema, input);
  const { issuer, groups, rules } = wanted;
  return db.operator.$transaction(async (tx) => {
    const { id, email, name } = await findOrMake(tx, wanted);
    const { joined, left } = await syncMemberships(tx, id, rolesOf(groups, rules));
    await syncOperator(
      tx,
      id,
      rules.some((rule) => "operator" in rule && groups.includes(rule.group)),
    );
    const actor = `user:${email}`;
    const detail = { issuer, tenants: joined, left };
    await recordAudit(tx, { tenantId: null, actor, action: "authenticateIdentity", target: actor, detail });
    return { id, email, name };
  });
}
