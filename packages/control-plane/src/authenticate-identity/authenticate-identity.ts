import { AppError, groupRuleSchema } from "@annex/contract";
import type { Db, Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { AuthenticatedUser } from "../authenticate-user/authenticate-user.ts";
import { parse } from "../context/parse.ts";
import { rolesOf, syncMemberships, syncOperator } from "./sync-groups.ts";

const inputSchema = z.object({
  /** Of the OpenID Connect provider, and who the person is there. */
  issuer: z.url(),
  subject: z.string().min(1).max(255),
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  /** The provider vouches for the address. */
  emailVerified: z.boolean(),
  name: z.string().max(200),
  groups: z.array(z.string()),
  rules: z.array(groupRuleSchema),
});
type Input = z.output<typeof inputSchema>;

/** The account of who was here before; else that of the address, made where there is none. */
async function findOrMake(tx: Tx, { issuer, subject, email, emailVerified, name }: Input): Promise<AuthenticatedUser> {
  const known = await tx.userIdentity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { user: true },
  });
  if (known) return known.user;
  if (!emailVerified) throw new AppError("forbidden", "The provider does not vouch for this e-mail address.");
  const user = await tx.user.upsert({ where: { email }, create: { email, name: name || email }, update: {} });
  await tx.userIdentity.create({ data: { issuer, subject, userId: user.id } });
  return user;
}

/**
 * Who signed in at an OpenID Connect provider. The groups that it tells give and take memberships and the platform's
 * operation, by the rules; what an invitation gave stays.
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
