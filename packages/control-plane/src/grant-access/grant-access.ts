import { AppError, grantAccessSchema, type SupportAccess } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { accessInclude, toAccess } from "../support-access/to-access.ts";

const inputSchema = grantAccessSchema.extend({ accessId: z.uuid("There is no such request.") });
const hourMs = 3_600_000;

/**
 * An owner's consent: the operator who asked has the role in this tenant from now on, for a time.
 * @throws AppError `not_found`; `conflict` for what was granted, declined or taken back; `forbidden`.
 */
export function grantAccess(
  ctx: TenantContext,
  input: z.input<typeof inputSchema>,
  now = new Date(),
): Promise<SupportAccess> {
  const { accessId: id, hours } = parse(inputSchema, input);
  authorise(ctx, "owner");
  const { actor } = ctx.principal;
  return ctx.db.run(async (tx) => {
    const asked = await tx.supportAccess.findFirst({ where: { id } });
    if (!asked) throw new AppError("not_found", "There is no such request.");
    const expiresAt = new Date(now.getTime() + (hours ?? asked.hours) * hourMs);
    const { count } = await tx.supportAccess.updateMany({
      where: { id, grantedAt: null, endedAt: null },
      data: { grantedBy: actor, grantedAt: now, expiresAt },
    });
    if (count === 0) throw new AppError("conflict", "This request was answered already, or taken back.");
    const detail = { operator: asked.operatorEmail, role: asked.role, until: expiresAt.toISOString() };
    const target = `support-access:${id}`;
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "grantAccess", target, detail });
    return toAccess(await tx.supportAccess.findFirstOrThrow({ where: { id }, include: accessInclude }), now);
  });
}
