import type { TenantState } from "@annex/invocation";
import { refusalOf, type StopScope, stopsInForce } from "@annex/invocation/stops";
import type { Services } from "../services.ts";

/**
 * Whether an operator's pause or a budget lets a call through; it is counted where it does not. A budget that throttles
 * is asked only for a function, not for the call that leads to it.
 * @throws AppError `paused`; `limit_exceeded` with the reason `budget`.
 */
export function checkStops({ limits, tally }: Services, { tenant, stops }: TenantState, about: StopScope): void {
  if (stops.length === 0) return;
  for (const stop of stopsInForce(stops, about, Date.now())) {
    const { key, perSecond } = stop;
    if (perSecond !== null && (about.functionId === undefined || limits.takesBudget(key, perSecond))) continue;
    tally.refused(tenant.id, key);
    throw refusalOf(stop);
  }
}
