import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";

/** Of what the worker looks at again and again a tenant has no more, whatever its plan: the others' wait for their turn. */
const most = { "alert rules": 100, schedules: 200 } as const;

/** @throws AppError `limit_exceeded` when the tenant has as many as it may have. Two at once are counted one by one. */
export async function checkRoom(tx: Tx, tenantId: string, what: keyof typeof most): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${what}:${tenantId}`}, 0))`;
  const where = { tenantId };
  const used = await (what === "schedules" ? tx.schedule.count({ where }) : tx.alertRule.count({ where }));
  if (used < most[what]) return;
  throw new AppError("limit_exceeded", `You have ${used} ${what}, and ${most[what]} are allowed. Delete one first.`);
}
