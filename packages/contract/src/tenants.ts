import { z } from "zod";
import { emailSchema } from "./email.ts";
import { oneLine, oneLineMessage } from "./names.ts";
import { metricsTotalsSchema, timeRangeSchema } from "./operations.ts";

export const tenantSlugSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, "Use 3 to 40 lower-case letters, digits and hyphens, such as acme");

const tenantNameSchema = z
  .string()
  .trim()
  .min(1, "Give the tenant a name.")
  .max(80, "A name has at most 80 characters.")
  .regex(oneLine, oneLineMessage);

/** A new customer of the product who may write functions. */
export const createTenantSchema = z.object({
  slug: tenantSlugSchema,
  name: tenantNameSchema,
  plan: z.string().min(1).max(40).default("standard"),
  /** Where its functions run; without one, the cell with the fewest tenants. */
  cellId: z.uuid().optional(),
  /** Is invited as its first owner. */
  ownerEmail: emailSchema.optional(),
});
export type CreateTenant = z.input<typeof createTenantSchema>;

export const renameTenantSchema = z.object({ name: tenantNameSchema });

/** How long a closed tenant can be resumed before it is removed for good. */
export const closeTenantSchema = z.object({
  reason: z.string().trim().min(1, "Say why.").max(300),
  afterDays: z.number().int().min(0).max(90).default(30),
});

/** A row of the operator's table of tenants. */
export const tenantSummarySchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  status: z.enum(["active", "suspended"]),
  suspendedReason: z.string().nullable(),
  suspendedAt: z.string().nullable(),
  /** Of a closed tenant: when it is removed for good. */
  removeAt: z.string().nullable(),
  cell: z.string(),
  functions: z.number().int(),
  totals: metricsTotalsSchema,
  /** Invocations per bucket of the range, oldest first. */
  sparkline: z.array(z.number().int()),
  createdAt: z.string(),
});
export type TenantSummary = z.infer<typeof tenantSummarySchema>;

export const tenantSortSchema = z.enum([
  "name",
  "state",
  "cell",
  "created",
  "functions",
  "invocations",
  "errors",
  "throttles",
  "cost",
  "p50",
  "p95",
  "p99",
  /** How many more were invoked in the newer half of the range than in the older one. */
  "trend",
]);
export type TenantSort = z.infer<typeof tenantSortSchema>;

/** Which part of the table of tenants, in which order: `name`, or `-invocations` for the greatest first. */
export const tenantQuerySchema = z.object({
  range: timeRangeSchema.default("24h"),
  sort: z
    .string()
    .regex(new RegExp(`^-?(?:${tenantSortSchema.options.join("|")})$`), "The tenants cannot be sorted by that.")
    .default("name"),
  /** A part of name, slug or cell, in any case. */
  filter: z.string().max(100).default(""),
  status: z.enum(["active", "suspended"]).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type TenantQuery = z.infer<typeof tenantQuerySchema>;

export const tenantPageSchema = z.object({
  items: z.array(tenantSummarySchema),
  /** How many the filter leaves, and how many there are. */
  matching: z.number().int(),
  total: z.number().int(),
});
export type TenantPage = z.infer<typeof tenantPageSchema>;

/** A row of the table of functions on one tenant's page (operator) and of its CSV. */
export const functionMetricsSchema = z.object({
  functionId: z.string(),
  name: z.string(),
  liveReleaseNumber: z.number().int().nullable(),
  totals: metricsTotalsSchema,
  sparkline: z.array(z.number().int()),
});
export type FunctionMetrics = z.infer<typeof functionMetricsSchema>;

export const suspendSchema = z.object({ reason: z.string().min(3).max(300) });
export type Suspend = z.infer<typeof suspendSchema>;

/** The platform at a glance; `totals` and `failedDeployments` speak of the range. */
export const overviewSchema = z.object({
  tenants: z.number().int(),
  suspendedTenants: z.number().int(),
  functions: z.number().int(),
  liveFunctions: z.number().int(),
  deploymentsUnderway: z.number().int(),
  failedDeployments: z.number().int(),
  totals: metricsTotalsSchema,
  sparkline: z.array(z.number().int()),
});
export type Overview = z.infer<typeof overviewSchema>;

/** How a tenant went in the range and in as long a time before it. */
export const tenantMoveSchema = z.object({
  tenantId: z.string(),
  name: z.string(),
  invocations: z.number().int(),
  invocationsBefore: z.number().int(),
  /** 0 to 1; null where nothing was invoked. */
  errorRate: z.number().nullable(),
  errorRateBefore: z.number().nullable(),
  costUsd: z.number(),
  costUsdBefore: z.number(),
});
export type TenantMove = z.infer<typeof tenantMoveSchema>;

/** Tenants whose invocations rose and fell the most against as long a time before the range, the greatest move first. */
export const tenantMovesSchema = z.object({ rising: z.array(tenantMoveSchema), falling: z.array(tenantMoveSchema) });
export type TenantMoves = z.infer<typeof tenantMovesSchema>;
