import type { Db } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";

const inputSchema = z
  .object({
    issuer: z.url(),
    /** The person, as the provider calls them; null where only the session is told. */
    subject: z.string().min(1).max(255).nullable(),
    /** The provider's session; null for all that the person began there. */
    session: z.string().min(1).max(500).nullable(),
    /** When the provider said so: who signed in again since then stays. */
    at: z.date(),
  })
  .refine(({ subject, session }) => subject !== null || session !== null, "It names neither a person nor a session.");

/** Ends what began at an OpenID Connect provider and has ended there. @returns how many sessions that were. */
export function endProviderSessions({ db }: { readonly db: Db }, input: z.input<typeof inputSchema>): Promise<number> {
  const { issuer, subject, session, at } = parse(inputSchema, input);
  return db.operator.$transaction(async (tx) => {
    const ended = await tx.session.updateManyAndReturn({
      where: {
        ...{ issuer, endedAt: null, createdAt: { lte: at } },
        ...(session === null ? {} : { issuerSession: session }),
        ...(subject === null ? {} : { user: { identities: { some: { issuer, subject } } } }),
      },
      data: { endedAt: new Date() },
      select: { id: true },
    });
    for (const { id } of ended)
      await recordAudit(tx, {
        ...{ tenantId: null, actor: "system:sign-in", action: "endSession", target: `session:${id}` },
        detail: { issuer, reason: "ended at the provider" },
      });
    return ended.length;
  });
}
