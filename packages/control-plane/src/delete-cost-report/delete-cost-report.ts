import { AppError } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ reportId: z.uuid("There is no such report.") });

/** Deletes an imported report with its sums; the file can be imported again. @throws AppError `not_found`. */
export async function deleteCostReport(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { reportId: id } = parse(inputSchema, input);
  await ctx.db.operator.$transaction(async (tx) => {
    const report = await tx.costReport.findUnique({ where: { id } });
    if (!report) throw new AppError("not_found", "There is no such report.");
    await tx.costReport.delete({ where: { id } });
    await recordAudit(tx, {
      tenantId: null,
      actor: ctx.principal.actor,
      action: "deleteCostReport",
      target: `cost-report:${report.month.toISOString().slice(0, 7)}`,
      detail: { fileName: report.fileName, sha256: report.sha256 },
    });
  });
}
