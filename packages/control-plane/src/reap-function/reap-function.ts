import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadBinned } from "../list-bin/load-binned.ts";

const inputSchema = z.object({ functionId: z.uuid("There is no such function in the bin.") });

/** Takes a function out of the bin for good, now: the worker removes it from Lambda, then here. @throws AppError `not_found`. */
export async function reapFunction(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { functionId: id } = parse(inputSchema, input);
  await ctx.db.run(async (tx) => {
    const row = await loadBinned(tx, id);
    authorise(ctx, "owner");
    await tx.function.update({ where: { id }, data: { reapAt: new Date() } });
    const tenantId = ctx.tenant.id;
    await ctx.jobs.send(tx, { queue: "delete-function", data: { tenantId, functionId: id } });
    const target = `function:${row.name}`;
    await recordAudit(tx, { tenantId, actor: ctx.principal.actor, action: "reapFunction", target });
  });
}
