import { type FunctionDetail, updateFunctionSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { getFunction } from "../get-function/get-function.ts";

const inputSchema = updateFunctionSchema.extend({ functionName: z.string() });

/** Changes a function's description, its gate and whether it keeps its runtime; the draft has a capability of its own. @throws AppError `not_found`. */
export async function updateFunction(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<FunctionDetail> {
  const { functionName, description, requiresPassingTests, keepsRuntime } = parse(inputSchema, input);
  await ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    const data = {
      ...(description === undefined ? {} : { description }),
      ...(requiresPassingTests === undefined ? {} : { requiresPassingTests }),
      ...(keepsRuntime === undefined ? {} : { keepsRuntime }),
    };
    await tx.function.update({ where: { id }, data });
    const target = `function:${functionName}`;
    const { actor } = ctx.principal;
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "updateFunction", target, detail: data });
  });
  return getFunction(ctx, { functionName });
}
