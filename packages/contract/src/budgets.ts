import { z } from "zod";

export const budgetPeriodSchema = z.enum(["day", "month"]);
export type BudgetPeriod = z.infer<typeof budgetPeriodSchema>;

/** `warn`: somebody should look. `throttle`: few invocations go through. `pause`: none do. */
export const budgetStateSchema = z.enum(["ok", "warn", "throttle", "pause"]);
export type BudgetState = z.infer<typeof budgetStateSchema>;

const percent = z.number().int().min(1).max(1000);

/** When a budget acts, in percent of its amount; null where it never does. */
export const budgetThresholdsSchema = z.object({
  warnPercent: percent.default(80),
  throttlePercent: percent.nullable().default(100),
  pausePercent: percent.nullable().default(120),
});
export type BudgetThresholds = z.infer<typeof budgetThresholdsSchema>;

/** A tenant's budget, or one function's; days and months are of UTC. US dollars. */
export const saveBudgetSchema = z
  .object({
    functionName: z.string().max(80).nullable().default(null),
    period: budgetPeriodSchema,
    amountUsd: z.number().min(0.000_001).max(1_000_000),
    ...budgetThresholdsSchema.shape,
    /** Invocations a second that go through while it throttles. */
    throttlePerSecond: z.number().int().min(1).max(10_000).default(1),
  })
  .refine(({ warnPercent, throttlePercent }) => throttlePercent === null || warnPercent <= throttlePercent, {
    path: ["throttlePercent"],
    message: "It throttles at no less than it warns.",
  })
  .refine(
    ({ warnPercent, throttlePercent, pausePercent }) =>
      pausePercent === null || (throttlePercent ?? warnPercent) <= pausePercent,
    { path: ["pausePercent"], message: "It pauses at no less than it throttles or warns." },
  );
export type SaveBudget = z.infer<typeof saveBudgetSchema>;

export const budgetSchema = z.object({
  id: z.string(),
  tenantId: z.string(),
  tenant: z.string(),
  functionName: z.string().nullable(),
  period: budgetPeriodSchema,
  amountUsd: z.number(),
  ...budgetThresholdsSchema.shape,
  throttlePerSecond: z.number().int(),
  /** As the worker found it last; what is lifted acts as `warn`. */
  state: budgetStateSchema,
  stateSince: z.string(),
  /** In the period that began at `periodStart`. */
  spentUsd: z.number(),
  periodStart: z.string(),
  /** When the next period begins, and everything with it. */
  periodEnd: z.string(),
  /** An operator let calls through until then. */
  lifted: z.object({ until: z.string(), by: z.string(), reason: z.string() }).nullable(),
  updatedBy: z.string(),
});
export type Budget = z.infer<typeof budgetSchema>;

export const liftBudgetSchema = z.object({
  reason: z.string().min(3).max(300),
  /** At most to the end of the period. */
  hours: z.number().int().min(1).max(744).default(24),
});
export type LiftBudget = z.infer<typeof liftBudgetSchema>;

export const budgetQuerySchema = z.object({ tenant: z.uuid("There is no such tenant.").optional() });
