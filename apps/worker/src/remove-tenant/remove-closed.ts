import { type RemoveContext, removeTenant } from "./remove-tenant.ts";

/** Removes closed tenants whose time is over. One that fails does not hold up the others. */
export async function removeClosed(ctx: RemoveContext): Promise<void> {
  const overdue = await ctx.db.operator.tenant.findMany({
    where: { removeAt: { lte: new Date() } },
    select: { id: true, slug: true },
    take: 20,
  });
  for (const { id: tenantId, slug } of overdue)
    await removeTenant(ctx, { tenantId, actor: "system:worker" }).then(
      () => ctx.log("info", "tenant removed", { tenantId, slug }),
      (error) => ctx.log("error", "tenant", { tenantId, cause: String(error) }),
    );
}
