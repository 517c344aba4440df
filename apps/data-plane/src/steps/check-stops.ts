import { AppError } from "@annex/contract";
import type { Stop, StopScope, TenantState } from "@annex/invocation";
import type { Services } from "../services.ts";

/** A stop is meant where everything that it names is what the call is about. */
function isMeant({ scope }: Stop, about: StopScope): boolean {
  return (
    (scope.functionId === undefined || scope.functionId === about.functionId) &&
    (scope.releaseNumber === undefined || scope.releaseNumber === about.releaseNumber) &&
    (scope.extensionPointKey === undefined || scope.extensionPointKey === about.extensionPointKey) &&
    (scope.runtime === undefined || scope.runtime === about.runtime)
  );
}

/**
 * Whether an operator's pause or a budget lets a call through; it is counted where it does not. A budget that throttles
 * is asked only for a function, not for the call that leads to it.
 * @throws AppError `paused`; `limit_exceeded` with the reason `budget`.
 */
export function checkStops({ limits, tally }: Services, { tenant, stops }: TenantState, about: StopScope): void {
  if (stops.length === 0) return;
  const now = Date.now();
  for (const stop of stops) {
    if (now < stop.from || now >= stop.until || !isMeant(stop, about)) continue;
    if (stop.perSecond !== null && (about.functionId === undefined || limits.takesBudget(stop.key, stop.perSecond)))
      continue;
    tally.refused(tenant.id, stop.key);
    if (stop.perSecond === null) throw new AppError("paused", stop.message);
    throw new AppError("limit_exceeded", stop.message, { reason: "budget", retryAfterSeconds: 1 });
  }
}
