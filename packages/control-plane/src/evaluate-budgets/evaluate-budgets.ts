import { budgetPeriodSchema, budgetStateSchema } from "@annex/contract";
import { type Db, Prisma, type Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { periodOf } from "../budget/budget-period.ts";
import { budgetState } from "../budget/budget-state.ts";
import { type BudgetRow, budgetInclude, budgetTarget } from "../budget/to-budget.ts";

interface Which {
  /** Only these tenants' budgets. */
  readonly tenantIds?: readonly string[];
  /** One that was just changed: what it was in before, by other numbers, says nothing. */
  readonly anew?: string;
}

const sumsSchema = z.array(z.object({ spent: z.bigint() }));

/**
 * What was spent in a period, in picodollars. A tenant's is counted in the transaction of each batch of the ledger, and
 * is the number that its daily limit goes by; a function's is read from the rollups, a second later.
 */
async function spentBy(tx: Tx, { tenantId, functionId }: BudgetRow, from: Date): Promise<bigint> {
  const source =
    functionId === null
      ? Prisma.sql`tenant_usage WHERE tenant_id = ${tenantId}::uuid AND day >= ${from}::date`
      : Prisma.sql`rollups WHERE scope = 'function' AND bucket_seconds = 86400 AND tenant_id = ${tenantId}::uuid
          AND function_id = ${functionId}::uuid AND bucket_at >= ${from}`;
  const rows = await tx.$queryRaw`SELECT COALESCE(sum(cost_pico_usd), 0)::int8 AS spent FROM ${source}`;
  return sumsSchema.parse(rows)[0]?.spent ?? 0n;
}

async function evaluate(tx: Tx, row: BudgetRow, { anew }: Which, now: Date): Promise<boolean> {
  const { from } = periodOf(budgetPeriodSchema.parse(row.period), now);
  const spentPicoUsd = await spentBy(tx, row, from);
  const isNewPeriod = row.periodStart.getTime() !== from.getTime();
  const known = budgetStateSchema.parse(row.state);
  const percent = Number(spentPicoUsd) / (Number(row.amountMicroUsd) * 1e4);
  const state = budgetState(row, percent, isNewPeriod || row.id === anew ? null : known);
  if (!isNewPeriod && state === known && spentPicoUsd === row.spentPicoUsd) return false;
  const since = state === known ? {} : { stateSince: now };
  await tx.budget.update({ where: { id: row.id }, data: { state, spentPicoUsd, periodStart: from, ...since } });
  if (state === known) return false;
  const detail = { from: known, to: state, spentUsd: Number(spentPicoUsd) / 1e12, percent: Math.round(percent) };
  const event = { tenantId: row.tenantId, actor: "system:worker", action: "changeBudgetState" };
  await recordAudit(tx, { ...event, target: budgetTarget(row), detail });
  return true;
}

/** As `evaluateBudgets`, in a transaction that is under way. */
export async function evaluateBudgetsIn(tx: Tx, which: Which, now = new Date()): Promise<number> {
  const { tenantIds } = which;
  const only = tenantIds ? Prisma.sql`WHERE tenant_id = ANY(${[...tenantIds]}::uuid[])` : Prisma.empty;
  // two workers, and a change by an operator, look one after another
  const locked = await tx.$queryRaw`SELECT id FROM budgets ${only} ORDER BY id FOR UPDATE`;
  const ids = z.array(z.object({ id: z.string() })).parse(locked);
  const where = { id: { in: ids.map(({ id }) => id) } };
  let changed = 0;
  for (const row of await tx.budget.findMany({ where, include: budgetInclude }))
    if (await evaluate(tx, row, which, now)) changed += 1;
  return changed;
}

/**
 * Compares budgets with what the ledger says, and writes their state: every data plane is told of a change within
 * milliseconds. @returns how many changed.
 */
export function evaluateBudgets(db: Pick<Db, "operator">, which: Which = {}, now = new Date()): Promise<number> {
  return db.operator.$transaction((tx) => evaluateBudgetsIn(tx, which, now));
}
