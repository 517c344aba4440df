import { AppError } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ credentialId: z.uuid("There is no such credential.") });

/** Deletes a credential; functions whose mapping names it fail from then on and say so. @throws AppError `not_found`. */
export async function deleteCredential(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { credentialId: id } = parse(inputSchema, input);
  await ctx.db.run(async (tx) => {
    const row = await tx.credential.findFirst({ where: { id }, select: { name: true } });
    if (!row) throw new AppError("not_found", "There is no such credential.");
    authorise(ctx, "developer");
    await tx.credential.delete({ where: { id } });
    const target = `credential:${row.name}`;
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor: ctx.principal.actor, action: "deleteCredential", target });
  });
}
