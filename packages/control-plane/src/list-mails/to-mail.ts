import type { Mail } from "@annex/contract";
import type { Prisma } from "@annex/db";

/** Everything but the text. */
export const mailSelect = {
  id: true,
  recipient: true,
  subject: true,
  state: true,
  attempts: true,
  lastError: true,
  createdAt: true,
  finishedAt: true,
  tenant: { select: { slug: true } },
} as const satisfies Prisma.MailSelect;

export function toMail(row: Prisma.MailGetPayload<{ select: typeof mailSelect }>): Mail {
  const { id, recipient, subject, state, attempts, lastError } = row;
  return {
    ...{ id, subject, state, attempts, lastError },
    tenant: row.tenant?.slug ?? null,
    to: recipient,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
