import { type Binding, updateBindingSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadBinding } from "../list-bindings/load-binding.ts";
import { bindingInclude, toBinding } from "../list-bindings/to-binding.ts";

const inputSchema = updateBindingSchema.extend({ bindingId: z.uuid("There is no such binding.") });

/** Enables or disables a binding, or moves it. @throws AppError `not_found`. */
export async function updateBinding(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Binding> {
  const { bindingId, enabled, position } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id } = await loadBinding(tx, bindingId);
    authorise(ctx, "developer");
    const data = { ...(enabled === undefined ? {} : { enabled }), ...(position === undefined ? {} : { position }) };
    const row = await tx.binding.update({ where: { id }, data, include: bindingInclude });
    const { actor } = ctx.principal;
    const target = `function:${row.function.name}`;
    const detail = { extensionPointKey: row.extensionPoint.key, ...data };
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "updateBinding", target, detail });
    return toBinding(row);
  });
}
