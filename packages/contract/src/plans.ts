import { z } from "zod";

/**
 * What a tenant may have. `concurrency` is of invocations, in each data plane process; days are of UTC. `codeBytes` is a release's code unpacked, layers counted in; `releases` are those of one
 * function.
 */
export const planLimitsSchema = z.object({
  functions: z.number().int().min(0).max(1_000_000),
  releases: z.number().int().min(1).max(1_000_000),
  memoryMb: z.number().int().min(128).max(10_240),
  timeoutMs: z.number().int().min(1000).max(900_000),
  concurrency: z.number().int().min(1).max(100_000),
  codeBytes: z.number().int().min(1024).max(262_144_000),
  requestsPerSecond: z.number().int().min(1).max(100_000),
  invocationsPerDay: z.number().int().min(0).max(1_000_000_000),
  spendCentsPerDay: z.number().int().min(0).max(100_000_000),
  /** How long invocations and log lines are kept; sums stay. Rows that come late are still counted after three days. */
  retentionDays: z.number().int().min(3).max(400),
});
export type PlanLimits = z.infer<typeof planLimitsSchema>;
export type LimitKey = keyof PlanLimits;

export const planKeySchema = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, "Use lower-case letters, digits and hyphens");

export const planSchema = z.object({
  key: planKeySchema,
  name: z.string().min(1).max(80),
  limits: planLimitsSchema,
  /** What a tenant pays for it in a month, US dollars; null where it is not known. */
  priceUsd: z.number().min(0).max(1_000_000).nullable().default(null),
  /** How many tenants have it. */
  tenants: z.number().int(),
});
export type Plan = z.infer<typeof planSchema>;

export const savePlanSchema = planSchema.pick({ name: true, limits: true, priceUsd: true });
export type SavePlan = z.infer<typeof savePlanSchema>;

/** A tenant's plan; `quotas` replace single limits of it. */
export const setTenantPlanSchema = z.object({
  plan: planKeySchema,
  quotas: planLimitsSchema.partial().default({}),
});
export type SetTenantPlan = z.infer<typeof setTenantPlanSchema>;

/** What a tenant may have and has. `used` is null where it is not counted but checked each time, such as memory. */
export const quotasSchema = z.object({
  plan: z.object({ key: z.string(), name: z.string() }),
  limits: z.array(
    z.object({
      key: planLimitsSchema.keyof(),
      limit: z.number().int(),
      used: z.number().int().nullable(),
      /** The tenant's own, not the plan's. */
      own: z.boolean(),
    }),
  ),
});
export type Quotas = z.infer<typeof quotasSchema>;
