import { z } from "zod";
import { credentialNameSchema } from "./tenants.ts";

/**
 * `error_rate`: a share of 0 to 1. `p95`: milliseconds. `silence`: no invocation at all in the window. `spend`: US
 * dollars in the window.
 */
export const alertMetricSchema = z.enum(["error_rate", "p95", "silence", "spend"]);
export type AlertMetric = z.infer<typeof alertMetricSchema>;

/** A rule fires when its metric is above the threshold over the window, and resolves when it is not any more. */
export const saveAlertRuleSchema = z
  .object({
    name: z.string().min(1).max(80),
    /** Of one function, of all where it is null. */
    functionName: z.string().max(80).nullable().default(null),
    /** Of operators' rules: the tenant that is watched; null for the whole platform. */
    watchedTenantId: z.uuid("There is no such tenant.").nullable().default(null),
    metric: alertMetricSchema,
    threshold: z.number().min(0).max(1_000_000).default(0),
    windowMinutes: z.number().int().min(1).max(1440).default(5),
    emails: z.array(z.email().max(254)).max(10).default([]),
    /** A webhook of the tenant's, by name; null for none. */
    webhook: credentialNameSchema.nullable().default(null),
    enabled: z.boolean().default(true),
  })
  .refine(({ metric, threshold }) => metric !== "error_rate" || threshold < 1, {
    path: ["threshold"],
    message: "An error rate is a share below 1: 0.05 is 5 %.",
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
