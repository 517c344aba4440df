import { type CostReport, importCostReportSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toCostReport } from "../list-cost-reports/list-cost-reports.ts";
import { type FunctionsByLambda, type ReadReport, readCostReport } from "./read-cost-report.ts";

const rowsAtOnce = 2000;
const transaction = { maxWait: 10_000, timeout: 120_000 };

/** So that a line is known by its function's name where AWS did not write the tags. */
async function functionsByLambda({ db }: Pick<OperatorContext, "db">): Promise<FunctionsByLambda> {
  const functions = await db.operator.function.findMany({
    select: { name: true, lambdaName: true, tenant: { select: { slug: true } } },
  });
  return new Map(
    functions.map(({ name, lambdaName, tenant }) => [lambdaName, { tenantTag: tenant.slug, functionTag: name }]),
  );
}

async function writeReport(tx: Tx, report: ReadReport, of: { fileName: string; importedBy: string }) {
  const { sums, month, ...counted } = report;
  const row = await tx.costReport.create({ data: { ...counted, ...of, month: new Date(`${month}-01`) } });
  for (let from = 0; from < sums.length; from += rowsAtOnce)
    await tx.costReportLine.createMany({
      data: sums.slice(from, from + rowsAtOnce).map((sum) => ({ ...sum, reportId: row.id })),
    });
  return row;
}

type Input = z.input<typeof importCostReportSchema> & { readonly body: AsyncIterable<Uint8Array> };

/**
 * Imports AWS's cost-and-usage report of a month, in the place of the one that was imported before. The file that stands
 * is not imported twice: the answer is the import that there is.
 * @throws AppError `invalid_request` that tells row and column; `payload_too_large`.
 */
export async function importCostReport(
  ctx: Pick<OperatorContext, "db" | "principal">,
  { body, ...input }: Input,
): Promise<CostReport> {
  const { fileName } = parse(importCostReportSchema, input);
  const report = await readCostReport(body, await functionsByLambda(ctx));
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(async (tx) => {
    // of two who import a month at once, the second replaces the first
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`cost-report:${report.month}`}))`;
    const current = await tx.costReport.findFirst({
      where: { month: new Date(`${report.month}-01`), replacedAt: null },
    });
    if (current?.sha256 === report.sha256) return toCostReport(current);
    if (current) {
      await tx.costReport.update({ where: { id: current.id }, data: { replacedAt: new Date() } });
      await tx.costReportLine.deleteMany({ where: { reportId: current.id } });
    }
    const row = await writeReport(tx, report, { fileName, importedBy: actor });
    await recordAudit(tx, {
      tenantId: null,
      actor,
      action: "importCostReport",
      target: `cost-report:${report.month}`,
      detail: { fileName, sha256: report.sha256, lines: report.lineCount, replaced: current?.sha256 ?? null },
    });
    return toCostReport(row);
  }, transaction);
}
