import type { CostReport } from "@annex/contract";
import type { CostReport as CostReportRow } from "@annex/db";
import type { OperatorContext } from "../context/tenant-context.ts";

const mostReports = 200;

export function toCostReport(row: CostReportRow): CostReport {
  return {
    id: row.id,
    month: row.month.toISOString().slice(0, 7),
    sha256: row.sha256,
    fileName: row.fileName,
    sizeBytes: Number(row.sizeBytes),
    lines: Number(row.lineCount),
    named: Number(row.namedCount),
    billedUntil: row.billedUntil?.toISOString() ?? null,
    importedBy: row.importedBy,
    importedAt: row.importedAt.toISOString(),
    replacedAt: row.replacedAt?.toISOString() ?? null,
  };
}

/** What was imported, newest month first and of a month the newest import first; replaced ones too. */
export async function listCostReports(ctx: Pick<OperatorContext, "db">): Promise<CostReport[]> {
  const rows = await ctx.db.operator.costReport.findMany({
    orderBy: [{ month: "desc" }, { importedAt: "desc" }],
    take: mostReports,
  });
  return rows.map(toCostReport);
}
