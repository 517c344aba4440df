import { type FunctionDetail, restoreFunctionSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { getFunction } from "../get-function/get-function.ts";
import { loadBinned } from "../list-bin/load-binned.ts";
import { checkFunctionQuota } from "../quota/check-quotas.ts";

const inputSchema = restoreFunctionSchema.extend({ functionId: z.uuid("There is no such function in the bin.") });

/**
 * Takes a function out of the bin, under its old name or a new one; the release that was live serves again at once.
 * @throws AppError `not_found`; `conflict` when another function has the name by now,
 * `limit_exceeded` when the plan allows no more functions.
 */
export async function restoreFunction(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<FunctionDetail> {
  const { functionId: id, name: wanted } = parse(inputSchema, input);
  const tenantId = ctx.tenant.id;
  const { actor } = ctx.principal;
  let functionName = wanted ?? "";
  try {
    await ctx.db.run(async (tx) => {
      const row = await loadBinned(tx, id);
      authorise(ctx, "developer");
      await checkFunctionQuota(tx, tenantId);
      functionName = wanted ?? row.name;
      const back = { liveReleaseId: row.binnedReleaseId, binnedReleaseId: null };
      const data = { ...back, name: functionName, deletedAt: null, deletedBy: null, reapAt: null };
      await tx.function.update({ where: { id }, data });
      const target = `function:${functionName}`;
      const detail = { deletedName: row.name };
      await recordAudit(tx, { tenantId, actor, action: "restoreFunction", target, detail });
    });
  } catch (error) {
    refuseTaken(
      error,
      "name",
      `There is another function named ${functionName} by now. Restore it under another name.`,
    );
  }
  return getFunction(ctx, { functionName });
}
