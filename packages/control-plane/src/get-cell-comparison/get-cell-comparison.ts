import { AppError, type CellComparison, comparisonQuerySchema, type LambdaCounts } from "@annex/contract";
import type { CellHour } from "@annex/db";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const inputSchema = comparisonQuerySchema.extend({ cellId: z.uuid("There is no such cell.") });
const mostFunctions = 200;
const hourMs = 3_600_000;

const theirsOf = (row: CellHour): LambdaCounts => ({
  invocations: Number(row.invocations),
  errors: Number(row.errors),
  throttles: Number(row.throttles),
});
const oursOf = (row: CellHour): LambdaCounts => ({
  invocations: Number(row.ownInvocations),
  errors: Number(row.ownErrors),
  throttles: Number(row.ownThrottles),
});
const fields = ["invocations", "errors", "throttles"] as const;

/** How far apart the two are, over all three numbers. */
function distance(row: CellHour): number {
  const [theirs, ours] = [theirsOf(row), oursOf(row)];
  return fields.reduce((sum, field) => sum + Math.abs(theirs[field] - ours[field]), 0);
}

/** What an hour of the account has more than its functions. */
function elsewhereOf(account: CellHour, functions: readonly CellHour[]): LambdaCounts {
  const rest = (field: (typeof fields)[number]) =>
    Math.max(0, Number(account[field]) - functions.reduce((sum, row) => sum + Number(row[field]), 0));
  return { invocations: rest("invocations"), errors: rest("errors"), throttles: rest("throttles") };
}

async function namesOf({ operator }: OperatorContext["db"], rows: readonly CellHour[]) {
  const ids = [...new Set(rows.flatMap(({ functionId }) => functionId ?? []))];
  const found = await operator.function.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, tenantId: true },
  });
  const where = { id: { in: [...new Set(found.map(({ tenantId }) => tenantId))] } };
  const tenants = await operator.tenant.findMany({ where, select: { id: true, name: true } });
  const tenantOf = new Map(tenants.map((tenant) => [tenant.id, tenant]));
  return new Map(found.map(({ id, name, tenantId }) => [id, { name, tenant: tenantOf.get(tenantId) ?? null }]));
}

/**
 * What CloudWatch counted of a cell beside what the ledger has, by hour, and where the two differ by function.
 * @throws AppError `not_found`, `invalid_request`.
 */
export async function getCellComparison(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema>,
): Promise<CellComparison> {
  const { cellId, hours } = parse(inputSchema, input);
  const { operator } = ctx.db;
  const cell = await operator.cell.findUnique({ where: { id: cellId } });
  if (!cell) throw new AppError("not_found", "There is no such cell.");
  const from = new Date(Math.floor(Date.now() / hourMs) * hourMs - (hours - 1) * hourMs);
  const rows = await operator.cellHour.findMany({ where: { cellId, hour: { gte: from } }, orderBy: { hour: "desc" } });
  const functions = rows.filter(({ lambdaName }) => lambdaName !== "");
  const inHour = (hour: Date) => functions.filter((row) => row.hour.getTime() === hour.getTime());
  const apart = functions.map((row) => ({ row, by: distance(row) })).filter(({ by }) => by > 0);
  const shown = apart.toSorted((a, b) => b.by - a.by).slice(0, mostFunctions);
  const names = await namesOf(
    ctx.db,
    shown.map(({ row }) => row),
  );
  const { id, name, region, accountId, comparedAt, compareError } = cell;
  return {
    cell: { id, name, region, accountId },
    comparedAt: comparedAt?.toISOString() ?? null,
    error: compareError,
    hours: rows
      .filter(({ lambdaName }) => lambdaName === "")
      .map((row) => ({
        hour: row.hour.toISOString(),
        theirs: theirsOf(row),
        ours: oursOf(row),
        elsewhere: elsewhereOf(row, inHour(row.hour)),
        maxConcurrent: { theirs: row.maxConcurrent, ours: row.ownMaxConcurrent },
      })),
    functions: shown.map(({ row }) => {
      const known = row.functionId === null ? undefined : names.get(row.functionId);
      const named = { functionName: known?.name ?? null, tenant: known?.tenant ?? null };
      const { lambdaName } = row;
      return { hour: row.hour.toISOString(), lambdaName, ...named, theirs: theirsOf(row), ours: oursOf(row) };
    }),
    agreeing: functions.length - apart.length,
    differing: apart.length,
  };
}
