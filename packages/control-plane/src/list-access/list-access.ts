import type { SupportAccess } from "@annex/contract";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { accessInclude, toAccess } from "../support-access/to-access.ts";

const most = 100;
const newest = { include: accessInclude, orderBy: { requestedAt: "desc" }, take: most } as const;

/** Operators' access to the tenant, newest first: asked for, in force and over. */
export async function listAccess(ctx: TenantContext): Promise<SupportAccess[]> {
  const rows = await ctx.db.run((tx) => tx.supportAccess.findMany(newest));
  return rows.map((row) => toAccess(row));
}

/** The same, for the operators. */
export async function listTenantAccess(
  { db }: Pick<OperatorContext, "db">,
  { tenantId }: { tenantId: string },
): Promise<SupportAccess[]> {
  const rows = await db.operator.supportAccess.findMany({ where: { tenantId }, ...newest });
  return rows.map((row) => toAccess(row));
}
