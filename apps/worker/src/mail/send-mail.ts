import { mailContext } from "@annex/control-plane";
import type { Mail } from "@annex/db";
import { open } from "@annex/envelope";
import type { WorkerContext } from "../worker-context.ts";

/** What it works with of the worker's context. */
export type MailWork = Pick<WorkerContext, "db" | "masterKey" | "mailer">;

const longestError = 300;
const noText = { ciphertext: null, wrappedKey: null, keyId: null };

async function trySending({ masterKey, mailer }: MailWork, mail: Mail): Promise<string | null> {
  const { id, recipient: to, subject, ciphertext, wrappedKey, keyId } = mail;
  if (!ciphertext || !wrappedKey || keyId === null) return "Its text is no longer kept.";
  try {
    const text = open(masterKey, { ciphertext, wrappedKey, keyId }, mailContext(id));
    await mailer?.send({ id, to, subject, text });
    return null;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).slice(0, longestError);
  }
}

/**
 * Sends an e-mail of the outbox; one that the mail server did not take throws, so that the queue tries again with
 * growing pauses, and is given up with the last try. A process that dies between sending and writing so sends it
 * again, under the same Message-ID. Without a mail server it is kept.
 */
export async function sendMail(ctx: MailWork, mailId: string, lastTry: boolean): Promise<void> {
  const where = { id: mailId };
  const mail = await ctx.db.operator.mail.findUnique({ where });
  if (mail?.state !== "queued" && mail?.state !== "kept") return;
  if (!ctx.mailer) {
    await ctx.db.operator.mail.updateMany({ where, data: { state: "kept" } });
    return;
  }
  const lastError = await trySending(ctx, mail);
  const isOver = lastError === null || lastTry;
  const state = lastError === null ? "sent" : lastTry ? "failed" : "queued";
  await ctx.db.operator.mail.updateMany({
    where,
    data: {
      ...{ state, lastError, attempts: { increment: 1 }, finishedAt: isOver ? new Date() : null },
      ...(lastError === null ? noText : {}),
    },
  });
  if (!isOver) throw new Error(lastError ?? "");
}
