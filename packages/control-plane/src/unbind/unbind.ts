import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadBinding } from "../list-bindings/load-binding.ts";

const inputSchema = z.object({ bindingId: z.uuid("There is no such binding.") });

/** Stops a function from running at an extension point. @throws AppError `not_found`. */
export async function unbind(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { bindingId } = parse(inputSchema, input);
  await ctx.db.run(async (tx) => {
    const row = await loadBinding(tx, bindingId);
    authorise(ctx, "developer");
    await tx.binding.delete({ where: { id: row.id } });
    const detail = { extensionPointKey: row.extensionPoint.key };
    const target = `function:${row.function.name}`;
    const { actor } = ctx.principal;
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "unbind", target, detail });
  });
}
