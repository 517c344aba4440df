import type { Db } from "@annex/db";

/** The queue's tries of a delivery or an e-mail, with all pauses between them, take less. */
const longestHours = 24;
const why = "The worker ended in the middle of its last try: whether it arrived is not known.";

/**
 * Gives up deliveries and e-mails that have no job left: their worker died in the very last try.
 * @returns how many there were.
 */
export async function endLostTries({ operator }: Pick<Db, "operator">): Promise<number> {
  const before = new Date(Date.now() - longestHours * 3_600_000);
  const deliveries = await operator.$executeRaw`
    UPDATE webhook_deliveries d SET state = 'failed', finished_at = now(), last_error = ${why}
    WHERE d.state = 'pending' AND d.created_at < ${before} AND NOT EXISTS (
      SELECT FROM pgboss.job j
      WHERE j.name = 'deliver-webhook' AND j.state IN ('created', 'retry', 'active')
        AND j.data ->> 'deliveryId' = d.id::text)`;
  const mails = await operator.$executeRaw`
    UPDATE mails m SET state = 'failed', finished_at = now(), last_error = ${why}
    WHERE m.state = 'queued' AND m.created_at < ${before} AND NOT EXISTS (
      SELECT FROM pgboss.job j
      WHERE j.name = 'send-mail' AND j.state IN ('created', 'retry', 'active') AND j.data ->> 'mailId' = m.id::text)`;
  return deliveries + mails;
}
