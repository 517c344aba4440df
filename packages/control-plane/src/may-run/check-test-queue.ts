import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";

/** Each keeps a draft whole, and they run four at a time. */
const mostWaiting = 200;

/** @throws AppError `limit_exceeded` where so many of a tenant's tests wait that one more would wait for minutes. */
export async function checkTestQueue(tx: Tx, tenantId: string): Promise<void> {
  const waiting = await tx.testRun.count({ where: { tenantId, state: { not: "done" } } });
  if (waiting < mostWaiting) return;
  const message = `${waiting} tests of this tenant wait for their turn. Start others when these have ended.`;
  throw new AppError("limit_exceeded", message, { retryAfterSeconds: 10 });
}
