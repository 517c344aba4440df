import type { Consumer } from "../jobs/consume-jobs.ts";
import type { MailWork } from "./send-mail.ts";

const textKeptMs = 7 * 86_400_000;
const rowKeptMs = 90 * 86_400_000;
const oldestSentMs = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms);

/**
 * Once a mail server is set, what was kept within a day is sent. A text is removed after a week, sent or not, and the
 * row after ninety days.
 */
export async function keepMails(ctx: MailWork, jobs: Pick<Consumer, "giveBack">): Promise<void> {
  const { mail } = ctx.db.operator;
  if (ctx.mailer) {
    const kept = await mail.findMany({
      ...{ where: { state: "kept", createdAt: { gt: ago(oldestSentMs) } }, select: { id: true }, take: 500 },
    });
    for (const { id } of kept) await jobs.giveBack({ queue: "send-mail", data: { mailId: id }, key: id });
  }
  const noText = { ciphertext: null, wrappedKey: null, keyId: null };
  await mail.updateMany({ where: { createdAt: { lt: ago(textKeptMs) }, keyId: { not: null } }, data: noText });
  await mail.deleteMany({ where: { createdAt: { lt: ago(rowKeptMs) } } });
}
