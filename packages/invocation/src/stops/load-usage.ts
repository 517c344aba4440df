import type { TenantUsage } from "@annex/contract";
import type { Tx } from "@annex/db";

/** What the tenant used today (UTC), as the ledger was written. */
export async function loadUsage(tx: Pick<Tx, "tenantUsage">, tenantId: string): Promise<TenantUsage> {
  const day = new Date().toISOString().slice(0, 10);
  const row = await tx.tenantUsage.findUnique({ where: { tenantId_day: { tenantId, day: new Date(day) } } });
  return { day, invocations: Number(row?.invocations ?? 0), spendUsd: Number(row?.costPicoUsd ?? 0) / 1e12 };
}
