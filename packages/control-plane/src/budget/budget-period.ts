import type { BudgetPeriod } from "@annex/contract";

/** The day or month of UTC in which `now` lies. */
export function periodOf(period: BudgetPeriod, now: Date): { readonly from: Date; readonly to: Date } {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return period === "day"
    ? { from: new Date(Date.UTC(year, month, day)), to: new Date(Date.UTC(year, month, day + 1)) }
    : { from: new Date(Date.UTC(year, month)), to: new Date(Date.UTC(year, month + 1)) };
}
