import type { Prisma } from "@annex/db";
import { z } from "zod";
import { type AuditPage, auditQuerySchema, toAuditPage } from "../audit/to-page.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

export const operatorAuditQuerySchema = auditQuerySchema.extend({
  /** A tenant's slug; `platform` for what belongs to no tenant. */
  tenant: z.string().max(80).optional(),
  /** A part of actor, action or target, in any case. */
  text: z.string().max(200).optional(),
});

async function tenantWhere(ctx: OperatorContext, slug: string | undefined): Promise<Prisma.AuditEventWhereInput> {
  if (!slug) return {};
  if (slug === "platform") return { tenantId: null };
  const tenant = await ctx.db.operator.tenant.findUnique({ where: { slug }, select: { id: true } });
  return tenant ? { tenantId: tenant.id } : { id: { in: [] } };
}

function textWhere(text: string | undefined): Prisma.AuditEventWhereInput {
  if (!text) return {};
  const contains = { contains: text, mode: "insensitive" } as const;
  return { OR: [{ actor: contains }, { action: contains }, { target: contains }] };
}

/** Who did what in every tenant and on the platform itself, newest first. */
export async function listOperatorAudit(
  ctx: OperatorContext,
  input: z.input<typeof operatorAuditQuerySchema> = {},
): Promise<AuditPage> {
  const { cursor, limit, tenant, text } = parse(operatorAuditQuerySchema, input);
  const before = cursor ? { id: { lt: BigInt(cursor) } } : {};
  const where = { AND: [before, await tenantWhere(ctx, tenant), textWhere(text)] };
  const { operator } = ctx.db;
  const rows = await operator.auditEvent.findMany({ where, orderBy: { id: "desc" }, take: limit + 1 });
  const ids = [...new Set(rows.flatMap(({ tenantId }) => tenantId ?? []))];
  const tenants = await operator.tenant.findMany({ where: { id: { in: ids } }, select: { id: true, slug: true } });
  return toAuditPage(rows, limit, new Map(tenants.map(({ id, slug }) => [id, slug])));
}
