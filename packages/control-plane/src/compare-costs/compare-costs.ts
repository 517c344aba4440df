import { type CostComparison, costComparisonQuerySchema } from "@annex/contract";
import type { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toCostReport } from "../list-cost-reports/list-cost-reports.ts";
import { listCosts } from "../list-costs/list-costs.ts";
import { laidBeside } from "./laid-beside.ts";
import { readBill, readUsage } from "./read-bill.ts";

/** The month before the one in which `now` lies: AWS bills the last days of a month in the next. */
function lastMonth(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** The platform's estimate of a month beside AWS's bill of it, by tenant or function. @throws AppError `invalid_request`. */
export async function compareCosts(
  ctx: OperatorContext,
  input: z.input<typeof costComparisonQuerySchema> = {},
  now = new Date(),
): Promise<CostComparison> {
  const { by, month = lastMonth(now) } = parse(costComparisonQuerySchema, input);
  const { operator } = ctx.db;
  const report = await operator.costReport.findFirst({ where: { month: new Date(`${month}-01`), replacedAt: null } });
  const [estimated, bill, usage, tenants, functions] = await Promise.all([
    listCosts(ctx, { month, by }, now),
    readBill(ctx, report?.id ?? null, by),
    readUsage(ctx, report?.id ?? null),
    operator.tenant.findMany({ select: { id: true, slug: true, name: true } }),
    by === "function" ? operator.function.findMany({ select: { tenantId: true, name: true } }) : [],
  ]);
  const rows = laidBeside({ by, estimated: estimated.rows, bill, tenants, functions });
  return {
    month,
    report: report && toCostReport(report),
    rows,
    usage,
    estimateUsd: sumOf(rows.map(({ estimateUsd }) => estimateUsd)),
    billedUsd: sumOf(bill.map(({ billedUsd }) => billedUsd)),
    otherUsd: sumOf(bill.map(({ otherUsd }) => otherUsd)),
    adjustmentsUsd: sumOf(bill.map(({ adjustmentsUsd }) => adjustmentsUsd)),
  };
}
