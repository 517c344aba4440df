import { z } from "zod";
import { lambdaCode } from "./lambda-code.ts";
import { nameSchema } from "./names.ts";

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
  codeBytes: z.number().int().min(1024).max(lambdaCode.unpackedBytes),
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
  name: nameSchema,
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
      used: z.number().nullable(),
      /** The tenant's own, not the plan's. */
      own: z.boolean(),
    }),
  ),
});
export type Quotas = z.infer<typeof quotasSchema>;

/** How much a tenant has of one limit. Rates and concurrency are means over the busiest minute of the last hour. */
export const limitUseSchema = z.object({
  key: planLimitsSchema.keyof(),
  limit: z.number(),
  used: z.number(),
  /** The tenant's own limit, not the plan's. */
  own: z.boolean(),
});
export type LimitUse = z.infer<typeof limitUseSchema>;

/** A tenant that has a plan: what it costs this month (of UTC, so far), what it pays, and which limits it has nearly used up. */
export const planTenantSchema = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  suspended: z.boolean(),
  costUsd: z.number(),
  /** The plan's price less the cost; null where the price is not known. */
  marginUsd: z.number().nullable(),
  /** Limits of its own, in place of the plan's. */
  ownLimits: z.array(planLimitsSchema.keyof()),
  /** Limits of which four fifths are used, the fullest first. */
  near: z.array(limitUseSchema),
});
export type PlanTenant = z.infer<typeof planTenantSchema>;

/** A plan with what its tenants cost and pay this month. */
export const planUseSchema = planSchema.extend({
  /** `2026-11`. */
  month: z.string(),
  costUsd: z.number(),
  /** The price for each of its tenants; null where it is not known. */
  revenueUsd: z.number().nullable(),
  marginUsd: z.number().nullable(),
  /** How many of its tenants have nearly used up a limit. */
  nearLimit: z.number().int(),
});
export type PlanUse = z.infer<typeof planUseSchema>;

export const planDetailSchema = planUseSchema.extend({ members: z.array(planTenantSchema) });
export type PlanDetail = z.infer<typeof planDetailSchema>;

/** Limits that a plan would get. */
export const planChangeSchema = z.object({ limits: planLimitsSchema });

/** Which tenants have more than new limits would let them have. Nothing is taken away: more of it is refused. */
export const planImpactSchema = z.object({
  /** How many have the plan. */
  tenants: z.number().int(),
  above: z.array(z.object({ tenantId: z.string(), tenant: z.string(), limits: z.array(limitUseSchema) })),
});
export type PlanImpact = z.infer<typeof planImpactSchema>;
