import { AppError, createFunctionSchema, type DraftContent, type FunctionDetail } from "@annex/contract";
import type { Tx } from "@annex/db";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { addFunction } from "../function/add-function.ts";
import { loadExtensionPoint } from "../function/load-extension-point.ts";
import { getFunction } from "../get-function/get-function.ts";
import { draftFrom } from "../templates/draft-from.ts";
import { templates } from "../templates/templates.ts";

async function makeContent(tx: Tx, templateKey: string, extensionPointKey: string | null): Promise<DraftContent> {
  const template = templates.find(({ key }) => key === templateKey);
  if (!template) {
    const message = `There is no template ${templateKey}.`;
    throw new AppError("invalid_request", message, { errors: [{ path: "template", message }] });
  }
  return draftFrom(template, extensionPointKey === null ? null : await loadExtensionPoint(tx, extensionPointKey));
}

/**
 * Creates a function with its draft; nothing is deployed.
 * @throws AppError `conflict` when the name is taken, `invalid_request` for an unknown template or extension point,
 * `limit_exceeded` when the plan allows no more functions.
 */
export async function createFunction(
  ctx: TenantContext,
  input: z.input<typeof createFunctionSchema>,
): Promise<FunctionDetail> {
  const { name, description, extensionPointKey, template } = parse(createFunctionSchema, input);
  authorise(ctx, "developer");
  const { actor } = ctx.principal;
  try {
    await ctx.db.run(async (tx) => {
      const content = await makeContent(tx, template, extensionPointKey);
      await addFunction(tx, ctx, { name, description, content });
      const event = { tenantId: ctx.tenant.id, actor, action: "createFunction", target: `function:${name}` };
      await recordAudit(tx, { ...event, detail: { template } });
    });
  } catch (error) {
    refuseTaken(error, "name", `The name ${name} is taken. Choose another one.`);
  }
  return getFunction(ctx, { functionName: name });
}
