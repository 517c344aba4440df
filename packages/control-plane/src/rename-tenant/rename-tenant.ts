import { AppError, renameTenantSchema, type TenantSummary } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { getTenant } from "../get-tenant/get-tenant.ts";

const inputSchema = renameTenantSchema.extend({ tenantId: z.uuid("There is no such tenant.") });

/** Gives a tenant another name; its slug, which addresses and tags hold, stays. @throws AppError `not_found`. */
export async function renameTenant(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<TenantSummary> {
  const { tenantId: id, name } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  await ctx.db.operator.$transaction(async (tx) => {
    const before = await tx.tenant.findUnique({ where: { id }, select: { slug: true, name: true } });
    if (!before) throw new AppError("not_found", "There is no such tenant.");
    await tx.tenant.update({ where: { id }, data: { name } });
    const detail = { from: before.name, to: name };
    const target = `tenant:${before.slug}`;
    await recordAudit(tx, { tenantId: id, actor, action: "renameTenant", target, detail });
  });
  return getTenant(ctx, { tenantId: id });
}
