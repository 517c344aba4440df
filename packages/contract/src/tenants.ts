import { z } from "zod";
import { emailSchema } from "./email.ts";
import { fieldValuesSchema } from "./fields.ts";
import { nameSchema, oneLine, oneLineMessage } from "./names.ts";
import { metricsTotalsSchema, timeRangeSchema } from "./operations.ts";
import { publicJwkSchema } from "./public-jwk.ts";
import { retryPolicySchema } from "./retry-policy.ts";
import { scopeSchema } from "./scopes.ts";

export const membershipRoleSchema = z.enum(["owner", "developer", "viewer"]);
export type MembershipRole = z.infer<typeof membershipRoleSchema>;

export const apiClientSchema = z.object({
  id: z.string(),
  clientId: z.string(),
  name: z.string(),
  scopes: z.array(scopeSchema),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  /** Until when the secret before the last rotation is good. */
  previousSecretUntil: z.string().nullable(),
  /** The keys with which it proves itself in place of a secret; `until`: when one that was replaced ends. */
  keys: z.array(z.object({ kid: z.string(), until: z.string().nullable() })),
});
export type ApiClient = z.infer<typeof apiClientSchema>;

/** With `publicKey` the client has no secret: it signs its assertions (`private_key_jwt`). */
export const createApiClientSchema = z.object({
  name: nameSchema,
  scopes: z.array(scopeSchema).min(1).max(50),
  publicKey: publicJwkSchema.optional(),
});
export type CreateApiClient = z.infer<typeof createApiClientSchema>;

/** A new secret; the one before it is good for the overlap. 0 ends it, and the tokens that it got, at once. */
export const rotateApiClientSchema = z.object({ overlapHours: z.number().min(0).max(168).default(24) });
export type RotateApiClient = z.infer<typeof rotateApiClientSchema>;

/** A new public key; the one before it is good for the overlap. 0 ends it, and the tokens that it got, at once. */
export const rotateApiClientKeySchema = z.object({
  publicKey: publicJwkSchema,
  overlapHours: z.number().min(0).max(168).default(24),
});
export type RotateApiClientKey = z.infer<typeof rotateApiClientKeySchema>;

/** The only time that the secret is told; null where the client signs with a key of its own. */
export const createdApiClientSchema = apiClientSchema.extend({ clientSecret: z.string().nullable() });
export type CreatedApiClient = z.infer<typeof createdApiClientSchema>;

export const credentialNameSchema = z
  .string()
  .min(2)
  .max(60)
  .regex(/^[a-z][a-z0-9-]*$/, "Use lower-case letters, digits and hyphens, starting with a letter");

/** What may be shown of a credential; its value is write-only. `functionName` null: for every function of the tenant. */
export const credentialSchema = z.object({
  id: z.string(),
  name: credentialNameSchema,
  kind: z.enum(["oauth2_client", "secret"]),
  functionName: z.string().nullable(),
  /** { clientId, scope } or { hint }. */
  description: z.record(z.string(), z.string()),
  /** Functions whose draft or live release maps it to a parameter. */
  usedBy: z.array(z.string()),
  version: z.number().int(),
  createdBy: z.string(),
  updatedAt: z.string(),
});
export type Credential = z.infer<typeof credentialSchema>;

export const createCredentialSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("oauth2_client"),
    name: credentialNameSchema,
    functionName: z.string().nullable(),
    clientId: z.string().min(1).max(200),
    clientSecret: z.string().min(1).max(500),
    scope: z.string().max(500),
  }),
  z.object({
    kind: z.literal("secret"),
    name: credentialNameSchema,
    functionName: z.string().nullable(),
    value: z.string().min(1).max(4096),
  }),
]);
export type CreateCredential = z.infer<typeof createCredentialSchema>;

/** When a binding runs, how long it may take, and what happens when its function fails. */
export const bindingSettingsSchema = z.object({
  /** `blocking`: the caller waits for it. `async`: it is accepted once those are through, and sees what they set. */
  mode: z.enum(["blocking", "async"]),
  /** CEL over the extension point's input fields: `invoice.total > 1000.0`. Null: always. */
  condition: z.string().min(1).max(2000).nullable(),
  /** Milliseconds, of a blocking one inside the extension point's own; null: whatever of that is left. */
  timeoutMs: z.number().int().min(50).max(60_000).nullable(),
  /** Null: as the extension point says. `closed` fails the call even where the extension point goes on. */
  failureMode: z.enum(["open", "closed"]).nullable(),
  /** What is set in place of a function that failed, where the call goes on. */
  fallback: fieldValuesSchema.nullable(),
});
export type BindingSettings = z.infer<typeof bindingSettingsSchema>;

/** A new value for a credential: functions get it with their next invocation, without a deployment. */
export const rotateCredentialSchema = z.object({ value: z.string().min(1).max(4096) });
export type RotateCredential = z.infer<typeof rotateCredentialSchema>;

export const bindingSchema = z.object({
  id: z.string(),
  extensionPointKey: z.string(),
  functionName: z.string(),
  position: z.number().int(),
  enabled: z.boolean(),
  /** The function has a live release; without one the binding does nothing. */
  live: z.boolean(),
  ...bindingSettingsSchema.shape,
  /** Its own way to try accepted invocations again; null is the function's. */
  retryPolicy: retryPolicySchema.nullable(),
});
export type Binding = z.infer<typeof bindingSchema>;

export const bindSchema = z.object({ extensionPointKey: z.string(), functionName: z.string() });
export type Bind = z.infer<typeof bindSchema>;
export const updateBindingSchema = z.object({
  enabled: z.boolean().optional(),
  position: z.number().int().min(0).max(100).optional(),
  ...bindingSettingsSchema.partial().shape,
  retryPolicy: retryPolicySchema.nullable().optional(),
});
export type UpdateBinding = z.infer<typeof updateBindingSchema>;

export const memberSchema = z.object({
  /** Of the person, in every tenant the same. */
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: membershipRoleSchema,
  since: z.string(),
});
export type Member = z.infer<typeof memberSchema>;

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

/** What a cell's account may have and has, as Lambda told the worker within the last minutes. */
export const cellCapacitySchema = z.object({
  concurrencyLimit: z.number().int(),
  codeBytes: z.number().int(),
  codeBytesLimit: z.number().int(),
  /** Lambda functions of the account, the platform's own among them. */
  functions: z.number().int(),
});
export type CellCapacity = z.infer<typeof cellCapacitySchema>;

export const cellSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  accountId: z.string(),
  /** The engine's address; null for AWS. */
  endpoint: z.string().nullable(),
  /** What the account's roles ask of who assumes them. */
  externalId: z.string(),
  /** The closed network that functions are attached to. */
  subnetIds: z.array(z.string()),
  securityGroupIds: z.array(z.string()),
  /** Whether new tenants are placed in it. */
  acceptsTenants: z.boolean(),
  tenants: z.number().int(),
  functions: z.number().int(),
  /** Null until the cell answered once. */
  capacity: cellCapacitySchema.nullable(),
  capacityAt: z.string().nullable(),
  /** Invocations of its tenants that the data planes have under way now. */
  underWay: z.number().int(),
});
export type Cell = z.infer<typeof cellSchema>;

/** An AWS account and region kept for untrusted code. */
export const createCellSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, "Use 3 to 40 lower-case letters, digits and hyphens"),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "A region is written like eu-central-1"),
  accountId: z.string().regex(/^\d{12}$/, "An account's ID has 12 digits"),
});
export type CreateCell = z.infer<typeof createCellSchema>;

export const updateCellSchema = z.object({
  subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "A subnet is written like subnet-0a1b2c3d")).max(16),
  securityGroupIds: z.array(z.string().regex(/^sg-[0-9a-f]{8,17}$/, "A group is written like sg-0a1b2c3d")).max(5),
  acceptsTenants: z.boolean(),
});
export type UpdateCell = z.infer<typeof updateCellSchema>;

/** How a cell answered when it was asked just now. `aws`: AWS itself, which is not asked. */
export const cellHealthSchema = z.object({
  state: z.enum(["healthy", "unhealthy", "unreachable", "aws"]),
  /** What keeps one tenant's code from another's, in words: `bubblewrap`, `seccomp filter`, ... */
  isolation: z.array(z.string()),
  warnings: z.array(z.string()),
  checkedAt: z.string(),
  /** Null where nothing answered. */
  answeredMs: z.number().nullable(),
});
export type CellHealth = z.infer<typeof cellHealthSchema>;

/** A cell with its health, as the operators' pages show it. */
export const cellStatusSchema = cellSchema.extend({ health: cellHealthSchema });
export type CellStatus = z.infer<typeof cellStatusSchema>;

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
