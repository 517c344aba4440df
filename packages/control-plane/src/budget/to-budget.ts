import { AppError, type Budget, budgetPeriodSchema, budgetStateSchema } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { periodOf } from "./budget-period.ts";

export const budgetInclude = {
  tenant: { select: { name: true, slug: true } },
  function: { select: { name: true } },
} as const satisfies Prisma.BudgetInclude;
export type BudgetRow = Prisma.BudgetGetPayload<{ include: typeof budgetInclude }>;

const picoInUsd = 1e12;
const microInUsd = 1e6;

function liftedOf({ liftedUntil, liftedBy, liftedReason }: BudgetRow, now: Date): Budget["lifted"] {
  if (!liftedUntil || liftedUntil <= now) return null;
  return { until: liftedUntil.toISOString(), by: liftedBy ?? "", reason: liftedReason ?? "" };
}

export function toBudget(row: BudgetRow, now = new Date()): Budget {
  const { id, tenantId, warnPercent, throttlePercent, pausePercent, throttlePerSecond, updatedBy } = row;
  const period = budgetPeriodSchema.parse(row.period);
  return {
    ...{ id, tenantId, period, warnPercent, throttlePercent, pausePercent, throttlePerSecond, updatedBy },
    tenant: row.tenant.name,
    functionName: row.function?.name ?? null,
    amountUsd: Number(row.amountMicroUsd) / microInUsd,
    state: budgetStateSchema.parse(row.state),
    stateSince: row.stateSince.toISOString(),
    spentUsd: Number(row.spentPicoUsd) / picoInUsd,
    periodStart: row.periodStart.toISOString(),
    periodEnd: periodOf(period, row.periodStart).to.toISOString(),
    lifted: liftedOf(row, now),
  };
}

/** @throws AppError `not_found`. */
export async function loadBudget(tx: Tx, id: string): Promise<BudgetRow> {
  const row = await tx.budget.findUnique({ where: { id }, include: budgetInclude });
  if (!row) throw new AppError("not_found", "There is no such budget.");
  return row;
}

/** For the audit trail. */
export function budgetTarget({ tenant, function: fn, period }: BudgetRow): string {
  return `budget:${tenant.slug}${fn ? `/${fn.name}` : ""}/${period}`;
}
