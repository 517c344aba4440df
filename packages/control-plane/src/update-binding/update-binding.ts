import { type Binding, bindingSettingsSchema, updateBindingSchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadExtensionPoint } from "../function/load-extension-point.ts";
import { loadBinding } from "../list-bindings/load-binding.ts";
import { bindingInclude, toBinding } from "../list-bindings/to-binding.ts";
import { checkBindingSettings } from "./check-binding-settings.ts";

const inputSchema = updateBindingSchema.extend({ bindingId: z.uuid("There is no such binding.") });

/** What was given, and nothing of what was not. */
function given<T extends Record<string, unknown>>(input: T): { [Name in keyof T]?: Exclude<T[Name], undefined> };
function given(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/**
 * Enables or disables a binding, moves it, or changes when it runs and what happens when its function fails.
 * @throws AppError `not_found`, or `invalid_request` for settings that do not fit the extension point.
 */
export async function updateBinding(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Binding> {
  const { bindingId, ...wanted } = parse(inputSchema, input);
  const changed = given(wanted);
  return ctx.db.run(async (tx) => {
    const before = await loadBinding(tx, bindingId);
    authorise(ctx, "developer");
    if (Object.keys(bindingSettingsSchema.shape).some((name) => name in changed)) {
      const point = await loadExtensionPoint(tx, before.extensionPoint.key);
      checkBindingSettings({ ...toBinding(before), ...changed }, point);
    }
    const { fallback, retryPolicy, ...rest } = changed;
    const data = {
      ...rest,
      ...(fallback === undefined ? {} : { fallback: fallback ?? Prisma.DbNull }),
      ...(retryPolicy === undefined ? {} : { retryPolicy: retryPolicy ?? Prisma.DbNull }),
    };
    const row = await tx.binding.update({ where: { id: before.id }, data, include: bindingInclude });
    const { actor } = ctx.principal;
    const target = `function:${row.function.name}`;
    const detail = { extensionPointKey: row.extensionPoint.key, ...changed };
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "updateBinding", target, detail });
    return toBinding(row);
  });
}
