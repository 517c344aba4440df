import type { Db } from "@annex/db";
import type { JobSender } from "../jobs/job-sender.ts";

interface Released {
  readonly id: string;
  readonly tenant_id: string;
}

const mostAtOnce = 500;
const transaction = { timeout: 30_000 };

/** Sends what was held for a tenant that is not suspended any more, the oldest first. @returns how many there were. */
export function sweepDeliveries(db: Pick<Db, "operator">, jobs: JobSender): Promise<number> {
  return db.operator.$transaction(async (tx) => {
    const released = await tx.$queryRaw<Released[]>`
      UPDATE webhook_deliveries SET state = 'pending' WHERE id IN (
        SELECT d.id FROM webhook_deliveries d JOIN tenants t ON t.id = d.tenant_id AND t.status = 'active'
        WHERE d.state = 'held' ORDER BY d.created_at LIMIT ${mostAtOnce} FOR UPDATE OF d SKIP LOCKED)
      RETURNING id, tenant_id`;
    for (const { id: deliveryId, tenant_id: tenantId } of released)
      await jobs.send(tx, { queue: "deliver-webhook", data: { tenantId, deliveryId } });
    return released.length;
  }, transaction);
}
