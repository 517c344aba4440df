import type { AlertEvent } from "@annex/contract";
import type { Tx } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { newId } from "../context/new-id.ts";
import { enqueueMail } from "../enqueue-mail/enqueue-mail.ts";
import type { JobSender } from "../jobs/job-sender.ts";
import { alertText } from "./alert-text.ts";
import { eventInclude, type RuleRow, toAlertEvent } from "./to-alert.ts";

interface Told {
  readonly row: RuleRow;
  readonly kind: AlertEvent["kind"];
  readonly value: number | null;
  /** What was found, in words. */
  readonly detail?: string | null;
}

const subjects = { firing: "Firing", resolved: "Resolved", test: "Test" } as const;

/**
 * Writes what a rule tells, and hands it to the outbox and the webhook queue, in the transaction of the change that it
 * tells: it is told if and only if it happened. While the rule is muted it is written down and nobody is told.
 */
export async function tellAlert(
  tx: Tx,
  { jobs, masterKey }: { readonly jobs: JobSender; readonly masterKey: MasterKey },
  { row, kind, value, detail = null }: Told,
): Promise<AlertEvent> {
  const { tenantId, threshold, emails, webhook, webhookId } = row;
  const id = newId();
  const text = alertText(row, kind, value, detail);
  const muted = kind !== "test" && row.mutedUntil !== null && row.mutedUntil > new Date();
  const told = muted ? [] : [...emails, ...(webhook ? [`webhook:${webhook.name}`] : [])];
  const data = { id, tenantId, ruleId: row.id, kind, value, threshold, text, muted, told };
  const event = await tx.alertEvent.create({ data, include: eventInclude });
  if (muted) return toAlertEvent(event);
  const name = row.name.replace(/\p{Cc}+/gu, " "); // older rules' names may have several lines
  for (const to of emails)
    await enqueueMail(
      tx,
      { jobs, masterKey },
      {
        ...{ tenantId, to, subject: `[Annex] ${subjects[kind]}: ${name}` },
        text: `${text}.\n\nRule: ${row.name}\nAt: ${event.at.toISOString()}\n`,
      },
    );
  if (webhookId !== null) {
    const deliveryId = newId();
    await tx.webhookDelivery.createMany({ data: [{ id: deliveryId, tenantId, webhookId, alertEventId: id }] });
    await jobs.send(tx, { queue: "deliver-webhook", data: { tenantId, deliveryId } });
  }
  return toAlertEvent(event);
}
