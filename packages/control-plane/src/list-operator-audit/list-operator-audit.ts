import { type AuditPage, type AuditQuery, auditQuerySchema, toAuditPage } from "../audit/to-page.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

/** Who did what in every tenant and on the platform itself, newest first. */
export async function listOperatorAudit(ctx: OperatorContext, input: AuditQuery = {}): Promise<AuditPage> {
  const { cursor, limit } = parse(auditQuerySchema, input);
  const where = cursor ? { id: { lt: BigInt(cursor) } } : {};
  const { operator } = ctx.db;
  const rows = await operator.auditEvent.findMany({ where, orderBy: { id: "desc" }, take: limit + 1 });
  const ids = [...new Set(rows.flatMap(({ tenantId }) => tenantId ?? []))];
  const tenants = await operator.tenant.findMany({ where: { id: { in: ids } }, select: { id: true, slug: true } });
  return toAuditPage(rows, limit, new Map(tenants.map(({ id, slug }) => [id, slug])));
}
