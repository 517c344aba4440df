import { type Mail, mailQuerySchema } from "@annex/contract";
import type { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { mailSelect, toMail } from "./to-mail.ts";

interface MailPage {
  readonly items: Mail[];
  readonly nextCursor: string | null;
}

/** The e-mails of the outbox, newest first, without their texts. */
export async function listMails(ctx: OperatorContext, input: z.input<typeof mailQuerySchema> = {}): Promise<MailPage> {
  const { state, cursor, limit } = parse(mailQuerySchema, input);
  const where = { AND: [state ? { state } : {}, cursor ? { id: { lt: cursor } } : {}] };
  // IDs grow with time
  const rows = await ctx.db.operator.mail.findMany({
    ...{ where, select: mailSelect, orderBy: { id: "desc" }, take: limit + 1 },
  });
  const items = rows.slice(0, limit).map(toMail);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
