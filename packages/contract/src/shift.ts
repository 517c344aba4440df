import { z } from "zod";

/** `percent` of the invocations go to the new release for `minutes`; null waits until a person promotes it. */
export const shiftStepSchema = z.object({
  percent: z.number().int().min(1).max(99),
  minutes: z.number().positive().max(10_080).nullable(),
});
export type ShiftStep = z.infer<typeof shiftStepSchema>;

/**
 * When a shift is rolled back by itself: counted over the new release's invocations since it began to serve, once
 * there are `minInvocations`. Null is no limit.
 */
export const shiftGuardSchema = z.object({
  /** 0 to 1; failures of the tenant's code only, not of the platform. */
  maxErrorRate: z.number().min(0).max(1).nullable(),
  maxP95Ms: z.number().int().min(1).nullable(),
  minInvocations: z.number().int().min(1).max(100_000).default(20),
});
export type ShiftGuard = z.infer<typeof shiftGuardSchema>;

/** How traffic goes from the live release to a new one, such as 5 % for 10 minutes, 25 % for 10 minutes, then all. */
export const shiftPlanSchema = z.object({
  steps: z
    .array(shiftStepSchema)
    .min(1)
    .max(10)
    .refine(
      (steps) => steps.every(({ percent }, at) => percent > (steps[at - 1]?.percent ?? 0)),
      "Each step serves more than the one before it",
    ),
  guard: shiftGuardSchema,
});
export type ShiftPlan = z.infer<typeof shiftPlanSchema>;

/** Where a shift is. */
export const shiftSchema = z.object({
  plan: shiftPlanSchema,
  /** The step that is wanted, from 0; the number of steps for all traffic. */
  step: z.number().int(),
  /** What the new release serves now, 0 to 100. */
  percent: z.number().int(),
  /** Since when it serves this share. */
  since: z.string().nullable(),
  startedAt: z.string().nullable(),
  frozenAt: z.string().nullable(),
});
export type Shift = z.infer<typeof shiftSchema>;

/** What the ledger says of a release since its shift began. */
export const releaseMetricsSchema = z.object({
  releaseNumber: z.number().int(),
  invocations: z.number().int(),
  errors: z.number().int(),
  errorRate: z.number(),
  p95Ms: z.number().nullable(),
});
export type ReleaseMetrics = z.infer<typeof releaseMetricsSchema>;

/** The new release beside the live one, since the shift began. */
export const shiftMetricsSchema = z.object({ canary: releaseMetricsSchema, live: releaseMetricsSchema.nullable() });
export type ShiftMetrics = z.infer<typeof shiftMetricsSchema>;

/** `next` is the next step of the plan, `live` all traffic. */
export const promoteSchema = z.object({ to: z.enum(["next", "live"]).default("live") });
export type Promote = z.infer<typeof promoteSchema>;

export const abortSchema = z.object({ reason: z.string().min(3).max(300) });
export type Abort = z.infer<typeof abortSchema>;
