import { AppError, type Binding, bindSchema } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadExtensionPoint } from "../function/load-extension-point.ts";
import { loadFunction } from "../function/load-function.ts";
import { holdFunction } from "../function/lock-function.ts";
import { bindingInclude, toBinding } from "../list-bindings/to-binding.ts";
import { addBinding } from "./add-binding.ts";

/** Lets a function run at an extension point, after those already there. @throws AppError `conflict` when it does already. */
export async function bind(ctx: TenantContext, input: z.input<typeof bindSchema>): Promise<Binding> {
  const { extensionPointKey, functionName } = parse(bindSchema, input);
  return ctx.db.run(async (tx) => {
    const loaded = await loadFunction(tx, functionName);
    const { id: extensionPointId } = await loadExtensionPoint(tx, extensionPointKey);
    authorise(ctx, "developer");
    const { id: functionId } = await holdFunction(tx, loaded);
    if (await tx.binding.findFirst({ where: { functionId, extensionPointId } }))
      throw new AppError("conflict", `${functionName} is bound to ${extensionPointKey} already.`);
    const tenantId = ctx.tenant.id;
    const id = await addBinding(tx, { tenantId, functionId, extensionPointId });
    const detail = { extensionPointKey };
    const target = `function:${functionName}`;
    await recordAudit(tx, { tenantId, actor: ctx.principal.actor, action: "bind", target, detail });
    return toBinding(await tx.binding.findUniqueOrThrow({ where: { id }, include: bindingInclude }));
  });
}
