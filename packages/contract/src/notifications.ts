import { z } from "zod";

/**
 * What PostgreSQL triggers say on channel `annex_changes` when something that the data plane caches changed,
 * and on `annex_progress` when something that a person watches moved on.
 */
export const changeSchema = z.object({
  table: z.enum([
    "tenants",
    "functions",
    "releases",
    "bindings",
    "api_clients",
    "extension_points",
    "record_types",
    "credentials",
    "plans",
    "budgets",
    "pauses",
  ]),
  id: z.string().nullable(),
  tenantId: z.string().nullable(),
});
export type Change = z.infer<typeof changeSchema>;

export const progressSchema = z.object({
  table: z.enum(["deployments", "test_runs"]),
  id: z.string(),
  tenantId: z.string(),
  functionId: z.string(),
  state: z.string(),
});
export type Progress = z.infer<typeof progressSchema>;

/** What a tenant used on a day (UTC), of all processes together. */
export const tenantUsageSchema = z.object({
  /** `2026-11-25`. */
  day: z.string(),
  invocations: z.number().int(),
  spendUsd: z.number(),
});
export type TenantUsage = z.infer<typeof tenantUsageSchema>;

/** On channel `annex_usage`, with each batch of the ledger. */
export const usageNoticeSchema = tenantUsageSchema.extend({ tenantId: z.string() });
export const usageChannel = "annex_usage";

export const changesChannel = "annex_changes";
export const progressChannel = "annex_progress";

/** Channel on which a trigger tells that an accepted invocation waits for a run. */
export const runsChannel = "annex_runs";
