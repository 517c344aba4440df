import { AppError, type CreatedInvitation, createInvitationSchema } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { writeInvitation } from "../create-invitation/write-invitation.ts";

const inputSchema = createInvitationSchema.extend({ tenantId: z.uuid("There is no such tenant."), portalUrl: z.url() });

/** An operator's invitation to a tenant, such as its first owner's. @throws AppError `not_found`, `conflict`. */
export function createTenantInvitation(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema>,
): Promise<CreatedInvitation> {
  const { tenantId: id, ...wanted } = parse(inputSchema, input);
  return ctx.db.operator.$transaction(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id }, select: { id: true, name: true } });
    if (!tenant) throw new AppError("not_found", "There is no such tenant.");
    return writeInvitation(tx, { ...ctx, tenant, actor: ctx.principal.actor }, wanted);
  });
}
