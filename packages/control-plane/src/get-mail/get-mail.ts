import { AppError, type MailDetail } from "@annex/contract";
import { open } from "@annex/envelope";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { mailContext } from "../enqueue-mail/mail-context.ts";
import { mailSelect, toMail } from "../list-mails/to-mail.ts";

const inputSchema = z.object({ mailId: z.uuid("There is no such e-mail.") });
const select = { ...mailSelect, tenantId: true, ciphertext: true, wrappedKey: true, keyId: true } as const;

/**
 * An e-mail with its text. A text may hold a link that is good for an account: who read it is in the audit trail, the
 * tenant's own too.
 * @throws AppError `not_found`.
 */
export function getMail(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<MailDetail> {
  const { mailId: id } = parse(inputSchema, input);
  return ctx.db.operator.$transaction(async (tx) => {
    const row = await tx.mail.findUnique({ where: { id }, select });
    if (!row) throw new AppError("not_found", "There is no such e-mail.");
    const { tenantId, ciphertext, wrappedKey, keyId } = row;
    if (!ciphertext || !wrappedKey || keyId === null) return { ...toMail(row), text: null };
    const target = `mail:${id}`;
    const { actor } = ctx.principal;
    await recordAudit(tx, { tenantId, actor, action: "getMail", target, detail: { to: row.recipient } });
    return { ...toMail(row), text: open(ctx.masterKey, { ciphertext, wrappedKey, keyId }, mailContext(id)) };
  });
}
