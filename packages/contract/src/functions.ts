import { z } from "zod";
import { deploymentSchema, releaseSchema } from "./deployments.ts";
import { draftSchema } from "./drafts.ts";
import { extensionPointSchema } from "./fields.ts";
import { languageSchema, runtimeSchema } from "./languages.ts";
import { retryPolicySchema } from "./retry-policy.ts";

export const functionNameSchema = z
  .string()
  .min(2, "A name has at least 2 characters")
  .max(40, "A name has at most 40 characters")
  .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, "Use lower-case letters, digits and hyphens, starting with a letter");

export const createFunctionSchema = z.object({
  name: functionNameSchema,
  description: z.string().max(300).default(""),
  extensionPointKey: z.string().nullable(),
  /** A key of the template list. */
  template: z.string().max(60),
});
export type CreateFunction = z.infer<typeof createFunctionSchema>;

/** A copy needs only its name: the rest is the other function's. */
export const copyFunctionSchema = z.object({ name: functionNameSchema });
export type CopyFunction = z.infer<typeof copyFunctionSchema>;

/** A starting point for a new function. `forExtensionPoint` null fits every extension point. */
export const templateSchema = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  language: languageSchema,
  runtime: runtimeSchema,
  forExtensionPoint: z.string().nullable(),
});
export type Template = z.infer<typeof templateSchema>;

/** What may be changed of a function beside its draft. */
export const updateFunctionSchema = z.object({
  description: z.string().max(300).optional(),
  requiresPassingTests: z.boolean().optional(),
  keepsRuntime: z.boolean().optional(),
});
export type UpdateFunction = z.infer<typeof updateFunctionSchema>;

/** A row of the function list. */
export const functionSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  language: languageSchema,
  runtime: runtimeSchema,
  /** `draft` never deployed; `deploying` and `failed` speak of the newest deployment while nothing is live. */
  state: z.enum(["draft", "deploying", "active", "failed"]),
  liveRelease: z.object({ number: z.number().int(), deployedAt: z.string() }).nullable(),
  extensionPoints: z.array(z.string()),
  invocations24h: z.number().int(),
  errors24h: z.number().int(),
  p95Ms: z.number().nullable(),
  /** Invocations per hour of the last 24, oldest first. */
  sparkline: z.array(z.number().int()),
  updatedAt: z.string(),
});
export type FunctionSummary = z.infer<typeof functionSummarySchema>;

/** What the list of functions can be sorted by; metrics are those of the last 24 hours. */
export const functionSortSchema = z.enum(["name", "deployed", "invocations", "errors", "p95"]);
export type FunctionSort = z.infer<typeof functionSortSchema>;

/**
 * Which functions: those whose name or description holds `search`, in any case. By name page by page with `cursor`; or
 * in another order from `offset` on: `-invocations` has the greatest first.
 */
export const functionQuerySchema = z.object({
  search: z.string().max(100).optional(),
  state: functionSummarySchema.shape.state.optional(),
  /** The key of an extension point that they run at. */
  extensionPoint: z.string().max(80).optional(),
  /** `X-Next-Cursor` of the page before. */
  cursor: z.string().max(40).optional(),
  sort: z
    .string()
    .regex(new RegExp(`^-?(?:${functionSortSchema.options.join("|")})$`), "Functions cannot be sorted by that.")
    .default("name"),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(200),
});
export type FunctionQuery = z.infer<typeof functionQuerySchema>;

/** One function with what its page needs at once. */
export const functionDetailSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  lambdaName: z.string(),
  cell: z.string(),
  /** Whether its cell keeps the function's egress list; in AWS the network of the account decides for all functions. */
  keepsEgressList: z.boolean(),
  draft: draftSchema,
  liveRelease: releaseSchema.nullable(),
  latestDeployment: deploymentSchema.nullable(),
  /** The code unpacked as it was built last, in bytes; null before the first build of a release. */
  builtBytes: z.number().int().nullable(),
  /** The extension point that the draft is written for. */
  extensionPoint: extensionPointSchema.nullable(),
  bound: z.boolean(),
  /** A deployment runs all test events first and fails where one does. */
  requiresPassingTests: z.boolean(),
  /** The platform's campaigns leave it on its runtime. */
  keepsRuntime: z.boolean(),
  /** How its accepted invocations are tried again; null: as the platform does. */
  retryPolicy: retryPolicySchema.nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type FunctionDetail = z.infer<typeof functionDetailSchema>;
