import { AppError, type MetricsTotals, type PeriodComparison, periodQuerySchema } from "@annex/contract";
import { emptyTotals, readTotals } from "@annex/telemetry";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const dayMs = 86_400_000;
const daySeconds = 86_400;
const idSchema = z.object({ tenantId: z.uuid("There is no such tenant.") });

interface Period {
  readonly from: string;
  readonly to: string;
}

/** The sums of a tenant's days, or of each of its functions. Day rollups are kept for years. */
function totalsOf({ db }: OperatorContext, tenantId: string, { from, to }: Period, by: "tenant" | "function") {
  const span = { from: new Date(from), to: new Date(Date.parse(to) + dayMs) };
  return readTotals(db.operator, { of: { tenantId }, by, ...span, source: daySeconds });
}

const daysIn = ({ from, to }: Period) => (Date.parse(to) - Date.parse(from)) / dayMs + 1;

/**
 * Two periods of one's own choice of a tenant, side by side: whole days of UTC, as they are summed.
 * @throws AppError `not_found`, `invalid_request`.
 */
export async function comparePeriods(
  ctx: OperatorContext,
  { tenantId: id, ...input }: z.input<typeof periodQuerySchema> & z.input<typeof idSchema>,
): Promise<PeriodComparison> {
  const { tenantId } = parse(idSchema, { tenantId: id });
  const { from, to, otherFrom, otherTo } = parse(periodQuerySchema, input);
  const { operator } = ctx.db;
  if (!(await operator.tenant.findUnique({ where: { id: tenantId }, select: { id: true } })))
    throw new AppError("not_found", "There is no such tenant.");
  const [period, other] = [
    { from, to },
    { from: otherFrom, to: otherTo },
  ];
  const [whole, otherWhole, byFunction, otherByFunction, functions] = await Promise.all([
    totalsOf(ctx, tenantId, period, "tenant"),
    totalsOf(ctx, tenantId, other, "tenant"),
    totalsOf(ctx, tenantId, period, "function"),
    totalsOf(ctx, tenantId, other, "function"),
    operator.function.findMany({ where: { tenantId }, select: { id: true, name: true } }),
  ]);
  const names = new Map(functions.map((row) => [row.id, row.name]));
  const sums = (found: ReadonlyMap<string, MetricsTotals>, key: string) => found.get(key) ?? emptyTotals();
  const ran = [...new Set([...byFunction.keys(), ...otherByFunction.keys()])];
  const rows = ran.map((functionId) => ({
    functionId,
    name: names.get(functionId) ?? null,
    totals: sums(byFunction, functionId),
    otherTotals: sums(otherByFunction, functionId),
  }));
  const most = (row: (typeof rows)[number]) => Math.max(row.totals.invocations, row.otherTotals.invocations);
  return {
    period: { ...period, days: daysIn(period), totals: sums(whole, tenantId) },
    other: { ...other, days: daysIn(other), totals: sums(otherWhole, tenantId) },
    functions: rows.toSorted((a, b) => most(b) - most(a)),
  };
}
