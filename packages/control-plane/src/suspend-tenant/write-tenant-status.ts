import { AppError } from "@annex/contract";
import type { Prisma } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

interface StatusChange {
  readonly tenantId: string;
  readonly action: string;
  readonly data: Pick<Prisma.TenantUncheckedUpdateInput, "status" | "suspendedAt" | "suspendedReason" | "removeAt">;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes a tenant's status and who changed it. @throws AppError `not_found`; `conflict` once it is being removed. */
export async function writeTenantStatus(ctx: OperatorContext, change: StatusChange): Promise<void> {
  const { tenantId, action, data, detail } = change;
  await ctx.db.operator.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { slug: true, removeAt: true } });
    if (!tenant) throw new AppError("not_found", "There is no such tenant.");
    if (tenant.removeAt && tenant.removeAt <= new Date())
      throw new AppError("conflict", "This tenant is being removed for good. Nothing of it can be brought back.");
    await tx.tenant.update({ where: { id: tenantId }, data });
    const target = `tenant:${tenant.slug}`;
    await recordAudit(tx, { tenantId, actor: ctx.principal.actor, action, target, detail });
  });
}
