import type { Tx } from "@annex/db";
import type { TenantContext } from "../context/tenant-context.ts";
import { recordAudit } from "./record-audit.ts";

const onceInMs = 3_600_000;

/** Writes that somebody read code: once an hour for each person and target, however often a page asks. */
export async function recordReading(tx: Tx, ctx: TenantContext, action: string, target: string): Promise<void> {
  const { actor } = ctx.principal;
  const at = { gt: new Date(Date.now() - onceInMs) };
  if (await tx.auditEvent.findFirst({ where: { actor, action, target, at }, select: { id: true } })) return;
  await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action, target });
}
