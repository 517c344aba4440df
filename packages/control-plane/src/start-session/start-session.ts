import type { Db } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";

const inputSchema = z.object({
  userId: z.uuid(),
  /** `password`, or the name of where the person signed in. */
  method: z.string().min(1).max(200),
  /** The OpenID Connect provider where the person signed in, and what it calls its own session. */
  issuer: z.url().nullable().default(null),
  issuerSession: z.string().max(500).nullable().default(null),
  address: z.string().max(100).nullable(),
  userAgent: z
    .string()
    .transform((text) => text.slice(0, 300))
    .nullable(),
});

/** Seconds from a sign-in to the next one. */
export const sessionSeconds = 12 * 60 * 60;
const keptMs = 30 * 86_400_000;

/**
 * Writes down that somebody signed in, with a browser and from an address. What ended long ago is removed.
 * @returns the session's ID.
 */
export async function startSession({ db }: { readonly db: Db }, input: z.input<typeof inputSchema>): Promise<string> {
  const { userId, ...session } = parse(inputSchema, input);
  const id = newId();
  await db.operator.$transaction(async (tx) => {
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    const expiresAt = new Date(Date.now() + sessionSeconds * 1000);
    await tx.session.deleteMany({ where: { userId, expiresAt: { lt: new Date(Date.now() - keptMs) } } });
    await tx.session.create({ data: { id, userId, ...session, expiresAt } });
    const detail = { method: session.method, address: session.address };
    await recordAudit(tx, {
      tenantId: null,
      actor: `user:${email}`,
      action: "startSession",
      target: `session:${id}`,
      detail,
    });
  });
  return id;
}
