import { AppError } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ cellId: z.uuid("There is no such cell.") });

/** Asks the worker to compare a cell with CloudWatch now; one waits at most. @throws AppError `not_found`. */
export async function startCellComparison(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { cellId } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  await ctx.db.operator.$transaction(async (tx) => {
    const cell = await tx.cell.findUnique({ where: { id: cellId }, select: { name: true } });
    if (!cell) throw new AppError("not_found", "There is no such cell.");
    // so that the page tells this look's failure from the one before
    await tx.cell.update({ where: { id: cellId }, data: { compareError: null } });
    await recordAudit(tx, {
      tenantId: null,
      actor,
      action: "startCellComparison",
      target: `cell:${cell.name}`,
      detail: {},
    });
    await ctx.jobs.send(tx, { queue: "compare-cell", data: { cellId } }, { singletonKey: cellId });
  });
}
