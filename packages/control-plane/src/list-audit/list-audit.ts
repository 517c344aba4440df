import { type AuditPage, type AuditQuery, auditQuerySchema, toAuditPage } from "../audit/to-page.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";

/** Who did what in this tenant, newest first. */
export async function listAudit(ctx: TenantContext, input: AuditQuery = {}): Promise<AuditPage> {
  const { cursor, limit } = parse(auditQuerySchema, input);
  const where = cursor ? { id: { lt: BigInt(cursor) } } : {};
  const rows = await ctx.db.run((tx) => tx.auditEvent.findMany({ where, orderBy: { id: "desc" }, take: limit + 1 }));
  return toAuditPage(rows, limit, new Map([[ctx.tenant.id, ctx.tenant.slug]]));
}
