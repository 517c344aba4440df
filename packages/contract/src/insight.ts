import { z } from "zod";
import { deploymentSchema } from "./deployments.ts";
import { sourceSchema } from "./drafts.ts";
import { errorClassSchema, metricsSchema } from "./operations.ts";

/** Failures of one kind at one place, however often: what a person has to look at once. */
export const errorGroupSchema = z.object({
  fingerprint: z.string(),
  errorClass: errorClassSchema,
  errorType: z.string(),
  /** Of the newest occurrence, as are `errorStack` and the sample. */
  errorMessage: z.string(),
  errorStack: z.array(z.string()),
  /** Occurrences in the range. */
  count: z.number().int(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  /** The release of the first occurrence that is still known, and the newest one that failed so. */
  firstRelease: z.number().int().nullable(),
  lastRelease: z.number().int().nullable(),
  sampleInvocationId: z.string(),
  /** Occurrences per bucket of the range, oldest first. */
  sparkline: z.array(z.number().int()),
});
export type ErrorGroup = z.infer<typeof errorGroupSchema>;

/** One function of a tenant on the operators' side: how it goes and what goes wrong. */
export const tenantFunctionSchema = z.object({
  functionId: z.string(),
  name: z.string(),
  tenant: z.object({ name: z.string(), slug: z.string() }),
  liveReleaseNumber: z.number().int().nullable(),
  metrics: metricsSchema,
  errorGroups: z.array(errorGroupSchema),
});
export type TenantFunction = z.infer<typeof tenantFunctionSchema>;

/** The code of one release and where it stands, to look at a line that failed. */
export const releaseSourceSchema = z.object({
  functionName: z.string(),
  number: z.number().int(),
  live: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
  source: sourceSchema,
});
export type ReleaseSource = z.infer<typeof releaseSourceSchema>;

/** An error group on the page of a tenant. */
export const tenantErrorGroupSchema = errorGroupSchema.extend({ functionName: z.string() });
export type TenantErrorGroup = z.infer<typeof tenantErrorGroupSchema>;

/** A deployment on the page of a tenant. */
export const tenantDeploymentSchema = deploymentSchema
  .pick({
    id: true,
    kind: true,
    state: true,
    releaseNumber: true,
    message: true,
    createdBy: true,
    createdAt: true,
    finishedAt: true,
  })
  .extend({ functionName: z.string(), failure: z.string().nullable() });
export type TenantDeployment = z.infer<typeof tenantDeploymentSchema>;

export const costGroupSchema = z.enum(["tenant", "function", "release", "day"]);
export type CostGroup = z.infer<typeof costGroupSchema>;

export const costQuerySchema = z.object({
  /** `2026-11`, a month of UTC; this one where it is left out. */
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "A month is written like 2026-11.")
    .optional(),
  by: costGroupSchema.default("tenant"),
  /** Only this tenant's. */
  tenant: z.uuid("There is no such tenant.").optional(),
});
export type CostQuery = z.infer<typeof costQuerySchema>;

/** A line of the showback. US dollars by Lambda's price list of each day. */
export const costRowSchema = z.object({
  /** Tells the rows apart. */
  key: z.string(),
  day: z.string().nullable(),
  tenantId: z.string().nullable(),
  tenant: z.string().nullable(),
  plan: z.string().nullable(),
  /** What the tenant pays for its plan in a month; null where it is not known, and where a row is no whole tenant. */
  planPriceUsd: z.number().nullable(),
  functionName: z.string().nullable(),
  releaseNumber: z.number().int().nullable(),
  invocations: z.number().int(),
  gbSeconds: z.number(),
  costUsd: z.number(),
});
export type CostRow = z.infer<typeof costRowSchema>;

export const costsSchema = z.object({
  month: z.string(),
  rows: z.array(costRowSchema),
  totalUsd: z.number(),
  invocations: z.number().int(),
  /** What the month comes to if it goes on as it did so far; null for a month that is over. */
  forecastUsd: z.number().nullable(),
  /** Every day of the month up to now. */
  days: z.array(z.object({ at: z.string(), costUsd: z.number() })),
  /** Where the prices are from, since when they are used, and with which publication they were compared last. */
  prices: z.object({ source: z.string(), from: z.string(), published: z.string() }),
});
export type Costs = z.infer<typeof costsSchema>;

/** What a look at the whole audit trail found. */
export const auditVerificationSchema = z.object({
  /** Whether every sealed event is there, in its place and as it was written. */
  intact: z.boolean(),
  sealed: z.number().int(),
  /** Written within the last moments; the next seal takes them in. */
  waiting: z.number().int(),
  /** The last seal, in hex: keep it elsewhere, and nobody can cut the end off unseen. */
  head: z.string().nullable(),
  /** The first event that is gone, changed or out of place. */
  broken: z.object({ eventId: z.string(), why: z.enum(["missing", "changed", "out_of_place", "unsealed"]) }).nullable(),
  checkedAt: z.string(),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;
