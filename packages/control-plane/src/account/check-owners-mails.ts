import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";

const mostAnHour = 50;
const sentSchema = z.tuple([z.object({ sent: z.number(), seconds: z.number() })]);

/**
 * A tenant's owners send few e-mails to people: an invitation goes to any address that they name, in the platform's
 * name. The audit trail counts them, which outlives an invitation that is revoked.
 * @throws AppError `limit_exceeded` with the seconds until the first of them is an hour ago.
 */
export async function checkOwnersMails(tx: Tx, tenantId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`owners' mails:${tenantId}`}, 0))`;
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS sent,
      coalesce(ceil(extract(epoch FROM min(at) + interval '1 hour' - now())), 0)::int AS seconds
    FROM audit_events
    WHERE tenant_id = ${tenantId}::uuid AND action IN ('createInvitation', 'createPasswordReset')
      AND at > now() - interval '1 hour'`;
  const [{ sent, seconds }] = sentSchema.parse(rows);
  if (sent < mostAnHour) return;
  const message = `Invitations and links for new passwords are ${mostAnHour} e-mails an hour at most.`;
  throw new AppError("limit_exceeded", `${message} Try again in ${Math.ceil(seconds / 60)} minutes.`, {
    retryAfterSeconds: Math.max(1, seconds),
  });
}
