import type { ReleaseMetrics, ShiftGuard, ShiftPlan } from "@annex/contract";

/** A shift as it is wanted and as it was carried out. */
export interface ShiftState {
  readonly plan: ShiftPlan;
  /** The step that is wanted; the number of steps for all traffic. */
  readonly step: number;
  /** The share that was carried out, and since when. */
  readonly percent: number;
  readonly since: Date | null;
  readonly frozen: boolean;
  readonly abortReason: string | null;
}

export type ShiftMove =
  | { readonly kind: "hold" }
  /** Give the new release this share. */
  | { readonly kind: "apply"; readonly percent: number }
  /** The step's time is over: want the next one. */
  | { readonly kind: "advance" }
  /** Give the new release all traffic. */
  | { readonly kind: "finish" }
  | { readonly kind: "rollBack"; readonly code: "aborted" | "error_rate" | "p95"; readonly reason: string };

const inPercent = (share: number) => `${Number((share * 100).toFixed(1))} %`;

function exceeded(guard: ShiftGuard, { releaseNumber, invocations, errors, errorRate, p95Ms }: ReleaseMetrics) {
  if (invocations < guard.minInvocations) return null;
  const of = `release ${releaseNumber}`;
  if (guard.maxErrorRate !== null && errorRate > guard.maxErrorRate) {
    const reason = `${errors} of ${invocations} invocations of ${of} failed: ${inPercent(errorRate)}, and ${inPercent(guard.maxErrorRate)} is allowed.`;
    return { kind: "rollBack", code: "error_rate", reason } as const;
  }
  if (guard.maxP95Ms !== null && p95Ms !== null && p95Ms > guard.maxP95Ms) {
    const reason = `95 of 100 invocations of ${of} took up to ${Math.round(p95Ms)} ms, and ${guard.maxP95Ms} ms is allowed.`;
    return { kind: "rollBack", code: "p95", reason } as const;
  }
  return null;
}

/** What a shift needs next: a person's abort, then the guard, then what is wanted, then the clock. */
export function nextMove(state: ShiftState, measured: ReleaseMetrics | null, now: Date): ShiftMove {
  const { plan, step: at, percent, since, frozen, abortReason } = state;
  if (abortReason !== null) return { kind: "rollBack", code: "aborted", reason: `Aborted by ${abortReason}` };
  const bad = measured && exceeded(plan.guard, measured);
  if (bad) return bad;
  const step = plan.steps[at];
  if (!step) return { kind: "finish" };
  if (percent !== step.percent) return { kind: "apply", percent: step.percent };
  if (frozen || step.minutes === null || since === null) return { kind: "hold" };
  return now.getTime() - since.getTime() >= step.minutes * 60_000 ? { kind: "advance" } : { kind: "hold" };
}
