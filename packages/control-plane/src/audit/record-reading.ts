import type { Tx } from "@annex/db";
import type { TenantContext } from "../context/tenant-context.ts";
import { recordAudit } from "./record-audit.ts";

const onceInMs = 3_600_000;

interface Reader {
  /** Null for what is no tenant's. */
  readonly tenantId: string | null;
  readonly actor: string;
}

/** The person of a tenant's context. */
export function readerOf({ tenant, principal }: TenantContext): Reader {
  return { tenantId: tenant.id, actor: principal.actor };
}

/** Writes that somebody read code: once an hour for each person and target, however often a page asks. */
export async function recordReading(
  tx: Tx,
  { tenantId, actor }: Reader,
  action: string,
  target: string,
): Promise<void> {
  const at = { gt: new Date(Date.now() - onceInMs) };
  if (await tx.auditEvent.findFirst({ where: { tenantId, actor, action, target, at }, select: { id: true } })) return;
  await recordAudit(tx, { tenantId, actor, action, target });
}
