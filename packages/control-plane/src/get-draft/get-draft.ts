import type { Draft } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { toDraft } from "../draft/to-draft.ts";
import { loadFunction } from "../function/load-function.ts";

/** @throws AppError `not_found`. */
export function getDraft(ctx: TenantContext, { functionName }: { functionName: string }): Promise<Draft> {
  return ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    return toDraft(await tx.draft.findUniqueOrThrow({ where: { functionId: id } }));
  });
}
