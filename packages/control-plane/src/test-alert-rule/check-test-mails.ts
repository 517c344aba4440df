import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";

const mostAnHour = 10;
const sentSchema = z.tuple([z.object({ sent: z.number(), seconds: z.number() })]);

/**
 * A tenant's tests send few e-mails: they go to any address that a rule names. The audit trail counts them, which
 * outlives a rule that is deleted.
 * @throws AppError `limit_exceeded` with the seconds until the first of them is an hour ago.
 */
export async function checkTestMails(tx: Tx, tenantId: string, wanted: number): Promise<void> {
  if (wanted === 0) return;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`test mails:${tenantId}`}, 0))`;
  const rows = await tx.$queryRaw`
    SELECT coalesce(sum((detail->>'emails')::int), 0)::int AS sent,
      coalesce(ceil(extract(epoch FROM min(at) + interval '1 hour' - now())), 0)::int AS seconds
    FROM audit_events
    WHERE tenant_id = ${tenantId}::uuid AND action = 'testAlertRule' AND at > now() - interval '1 hour'
      AND detail->>'emails' <> '0'`;
  const [{ sent, seconds }] = sentSchema.parse(rows);
  if (sent + wanted <= mostAnHour) return;
  const message = `Tests of alert rules send ${mostAnHour} e-mails an hour at most: ${sent} were sent, and this one sends ${wanted}.`;
  throw new AppError("limit_exceeded", `${message} Try again in ${Math.ceil(seconds / 60)} minutes.`, {
    retryAfterSeconds: Math.max(1, seconds),
  });
}
