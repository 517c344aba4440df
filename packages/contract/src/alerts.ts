import { z } from "zod";
import { credentialNameSchema } from "./credentials.ts";
import { nameSchema } from "./names.ts";

/** What only the operators' rules watch: the platform itself. */
export const platformMetricSchema = z.enum([
  "platform_errors",
  "cell_capacity",
  "cell_unreachable",
  "worker_lag",
  "audit_chain",
]);
export type PlatformMetric = z.infer<typeof platformMetricSchema>;

/**
 * `error_rate`: a share of 0 to 1. `p95`: milliseconds. `silence`: no invocation at all in the window. `spend`: US
 * dollars in the window. `platform_errors`: the share of errors that are the platform's. `cell_capacity`: the greatest
 * share of a cell's concurrency or code storage in use. `cell_unreachable`: how many cells. `worker_lag`: seconds for
 * which the oldest due job waits. `audit_chain`: 1 where the trail is broken; looked at once in a window.
 */
export const alertMetricSchema = z.enum(["error_rate", "p95", "silence", "spend", ...platformMetricSchema.options]);
export type AlertMetric = z.infer<typeof alertMetricSchema>;

const shares: readonly AlertMetric[] = ["error_rate", "platform_errors", "cell_capacity"];

export function isPlatformMetric(metric: AlertMetric): metric is PlatformMetric {
  return platformMetricSchema.safeParse(metric).success;
}

/** A rule fires when its metric is above the threshold over the window, and resolves when it is not any more. */
export const saveAlertRuleSchema = z
  .object({
    name: nameSchema,
    /** Of one function, of all where it is null. */
    functionName: z.string().max(80).nullable().default(null),
    /** Of operators' rules: the tenant that is watched; null for the whole platform. */
    watchedTenantId: z.uuid("There is no such tenant.").nullable().default(null),
    metric: alertMetricSchema,
    threshold: z.number().min(0).max(1_000_000).default(0),
    windowMinutes: z.number().int().min(1).max(1440).default(5),
    emails: z.array(z.email("This is no e-mail address.").max(254)).max(10).default([]),
    /** A webhook of the tenant's, by name; null for none. */
    webhook: credentialNameSchema.nullable().default(null),
    enabled: z.boolean().default(true),
  })
  .refine(({ metric, threshold }) => !shares.includes(metric) || threshold < 1, {
    path: ["threshold"],
    message: "It is a share below 1: 0.05 is 5 %.",
  });
export type SaveAlertRule = z.infer<typeof saveAlertRuleSchema>;

export const alertRuleSchema = z.object({
  id: z.string(),
  name: z.string(),
  functionName: z.string().nullable(),
  /** Whose invocations it watches: name and ID; null for the whole platform. */
  watched: z.object({ id: z.string(), name: z.string() }).nullable(),
  metric: alertMetricSchema,
  threshold: z.number(),
  windowMinutes: z.number().int(),
  emails: z.array(z.string()),
  webhook: z.string().nullable(),
  enabled: z.boolean(),
  mutedUntil: z.string().nullable(),
  state: z.enum(["ok", "firing"]),
  stateSince: z.string(),
  /** As it was when it was looked at last; null before, or where there was nothing to measure. */
  value: z.number().nullable(),
  /** What was found, in words: which cell, which queue. */
  detail: z.string().nullable(),
  evaluatedAt: z.string().nullable(),
  createdBy: z.string(),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

export const muteAlertSchema = z.object({ minutes: z.number().int().min(0).max(43_200) });
export type MuteAlert = z.infer<typeof muteAlertSchema>;

/** What a rule told. `told`: e-mail addresses and `webhook:<name>`; nobody while it is muted. */
export const alertEventSchema = z.object({
  id: z.string(),
  ruleId: z.string(),
  rule: z.string(),
  kind: z.enum(["firing", "resolved", "test"]),
  value: z.number().nullable(),
  threshold: z.number(),
  text: z.string(),
  muted: z.boolean(),
  told: z.array(z.string()),
  at: z.string(),
});
export type AlertEvent = z.infer<typeof alertEventSchema>;
