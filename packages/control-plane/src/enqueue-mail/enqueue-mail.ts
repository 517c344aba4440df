import { type NewMail, newMailSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { type MasterKey, seal } from "@annex/envelope";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { JobSender } from "../jobs/job-sender.ts";
import { mailContext } from "./mail-context.ts";

interface Outbox {
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
}

/**
 * Writes an e-mail into the outbox, in the transaction of what it tells: where that is rolled back nothing is sent. The
 * worker sends it at least once; without a mail server it is kept for an operator to read. Its text is sealed, so that
 * a link in it is no use to who reads the database. `tenantId` null: one of the platform's own.
 * @returns its ID. @throws AppError `invalid_request` for an address, a subject of several lines, or a text too long.
 */
export async function enqueueMail(
  tx: Tx,
  { jobs, masterKey }: Outbox,
  { tenantId, ...mail }: NewMail & { readonly tenantId: string | null },
): Promise<string> {
  const { to: recipient, subject, text } = parse(newMailSchema, mail);
  const id = newId();
  const sealed = seal(masterKey, text, mailContext(id));
  // createMany: a tenant may write an e-mail and not read it back
  await tx.mail.createMany({ data: [{ id, tenantId, recipient, subject, ...sealed }] });
  await jobs.send(tx, { queue: "send-mail", data: { mailId: id } }, { singletonKey: id });
  return id;
}
