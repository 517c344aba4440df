import type { Tx } from "@annex/db";
import { suspendedRefusal } from "@annex/invocation/stops";

/** A suspended tenant's work stops; the operators' own, without a tenant, goes on. @throws AppError `tenant_suspended`. */
export async function checkActive(tx: Pick<Tx, "tenant">, tenantId: string | null): Promise<void> {
  if (tenantId === null) return;
  const { status } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { status: true } });
  if (status === "suspended") throw suspendedRefusal();
}
