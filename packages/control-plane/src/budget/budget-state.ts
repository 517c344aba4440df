import type { BudgetState, BudgetThresholds } from "@annex/contract";

const rank: Record<BudgetState, number> = { ok: 0, warn: 1, throttle: 2, pause: 3 };
/** A budget steps back once what is spent is this far below the threshold: it does not flutter at it. */
const stepBackAt = 0.95;

function reached(thresholds: BudgetThresholds, percent: number): BudgetState {
  const { warnPercent, throttlePercent, pausePercent } = thresholds;
  if (pausePercent !== null && percent >= pausePercent) return "pause";
  if (throttlePercent !== null && percent >= throttlePercent) return "throttle";
  return percent >= warnPercent ? "warn" : "ok";
}

/**
 * The state of a budget of which `percent` are spent. Up at once, down only with some distance; `known` null is the
 * first look in a period. Pure.
 */
export function budgetState(thresholds: BudgetThresholds, percent: number, known: BudgetState | null): BudgetState {
  const up = reached(thresholds, percent);
  if (known === null || rank[up] >= rank[known]) return up;
  const down = reached(thresholds, percent / stepBackAt);
  return rank[down] < rank[known] ? down : known;
}
