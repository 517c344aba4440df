import { z } from "zod";
import { fieldMappingSchema } from "./field-mapping.ts";
import { extensionPointSchema, fieldValuesSchema } from "./fields.ts";
import { ordinalSchema } from "./integers.ts";
import { jsonSchema } from "./json.ts";
import { layerReferenceSchema, mostLayers } from "./layer-reference.ts";
import { nameSchema } from "./names.ts";
import { packageSchema } from "./packages.ts";
import { retryPolicySchema } from "./retry-policy.ts";
import { shiftPlanSchema, shiftSchema } from "./shift.ts";
import { expectationSchema, mismatchSchema } from "./test-suites.ts";

export const functionNameSchema = z
  .string()
  .min(2, "A name has at least 2 characters")
  .max(40, "A name has at most 40 characters")
  .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, "Use lower-case letters, digits and hyphens, starting with a letter");

export const languageSchema = z.enum(["typescript", "javascript", "python"]);
export type Language = z.infer<typeof languageSchema>;

/** Lambda's runtime names that the platform offers. */
export const runtimeSchema = z.enum(["nodejs24.x", "nodejs22.x", "python3.11"]);
export type Runtime = z.infer<typeof runtimeSchema>;

export const filePathSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9_@.-][A-Za-z0-9_@.\-/]*$/, "A path is written like src/index.ts");

/** A source file of a draft. At most 512 kB of text. */
export const sourceFileSchema = z.object({ path: filePathSchema, content: z.string().max(524_288) });
export type SourceFile = z.infer<typeof sourceFileSchema>;

/** A `host:port` that the function may reach; `*.suffix` for every name below a suffix. */
export const egressRuleSchema = z.object({
  host: z
    .string()
    .max(253)
    .regex(
      /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
      "A host name, such as api.example.com",
    ),
  port: z.number().int().min(1).max(65_535),
});
export type EgressRule = z.infer<typeof egressRuleSchema>;

/** The code: files edited in the portal, or a zip as the tenant uploaded it. */
export const sourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("files"), files: z.array(sourceFileSchema).min(1).max(200) }),
  z.object({
    kind: z.literal("zip"),
    artifactSha256: z.string(),
    fileName: z.string().max(200),
    sizeBytes: z.number().int(),
    entries: z.array(z.object({ path: z.string(), sizeBytes: z.number().int() })).max(20_000),
  }),
]);
export type Source = z.infer<typeof sourceSchema>;

/** One file of an uploaded zip. */
export const zipFileSchema = z.object({
  path: z.string(),
  sizeBytes: z.number().int(),
  /** Null where it is no text, or more than 1 MB. */
  text: z.string().nullable(),
});
export type ZipFile = z.infer<typeof zipFileSchema>;

/** A file of the draft's zip, or of a release's. */
export const zipFileQuerySchema = z.object({
  path: z.string().min(1).max(500),
  release: z.coerce.number().int().min(1).optional(),
});

/** Lambda's limit for all variables of a function together, names and values. */
export const maxEnvironmentBytes = 4096;

/** Everything that a release is made from. A draft may be incomplete; `publishRelease` checks the whole. */
export const draftContentSchema = z.object({
  source: sourceSchema,
  language: languageSchema,
  runtime: runtimeSchema,
  /** Lambda's form: `src/index.handler`: file without its ending, a dot, the export. */
  handler: z.string().max(128),
  memoryMb: z.number().int().min(128).max(2048),
  timeoutMs: z.number().int().min(1000).max(60_000),
  environment: z.record(
    z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]+$/, "A variable is named like API_URL"),
    z.string().max(2048),
  ),
  packages: z.array(packageSchema).max(50),
  /** When newer versions of what the packages need were asked for last: a build keeps the versions of the one before it that has the same. */
  packagesAsOf: z.iso.datetime().optional(),
  egress: z.array(egressRuleSchema).max(30),
  layers: z.array(layerReferenceSchema).max(mostLayers, `A function has at most ${mostLayers} layers`).default([]),
  extensionPointKey: z.string().nullable(),
  mapping: fieldMappingSchema,
});
export type DraftContent = z.infer<typeof draftContentSchema>;

export const draftSchema = z.object({
  content: draftContentSchema,
  revision: z.number().int(),
  updatedBy: z.string(),
  updatedAt: z.string(),
});
export type Draft = z.infer<typeof draftSchema>;

/** `revision` is the one that the edit started from; a newer one in the database is a conflict. */
export const saveDraftSchema = z.object({ content: draftContentSchema, revision: z.number().int() });
export type SaveDraft = z.infer<typeof saveDraftSchema>;

export const createFunctionSchema = z.object({
  name: functionNameSchema,
  description: z.string().max(300).default(""),
  extensionPointKey: z.string().nullable(),
  /** A key of the template list. */
  template: z.string().max(60),
});
export type CreateFunction = z.infer<typeof createFunctionSchema>;

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

/** A problem of the code with its place; shown in the editor's margin. Lines and columns count from 1. */
export const diagnosticSchema = z.object({
  source: z.enum(["build", "handler", "packages", "mapping", "types"]),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  endColumn: z.number().int().optional(),
  /** For `mapping`: `parameters.2` or `outputs.0`. */
  at: z.string().optional(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;

export const logLevelSchema = z.enum(["trace", "debug", "info", "warn", "error", "fatal", "platform"]);
export type LogLevel = z.infer<typeof logLevelSchema>;

export const functionErrorSchema = z.object({
  type: z.string(),
  message: z.string(),
  /** The tenant's own lines (source maps applied). */
  stack: z.array(z.string()),
});
export type FunctionError = z.infer<typeof functionErrorSchema>;

export const outcomeSchema = z.enum([
  "success",
  "function_error",
  "timeout",
  "out_of_memory",
  "throttled",
  "platform_error",
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/**
 * What one press of Test came to. Milliseconds and megabytes. `refused`: it did not begin, for what stops calls (a pause,
 * a budget, a suspended tenant) or for the size of its code.
 */
export const testResultSchema = z.object({
  status: z.enum([...outcomeSchema.options, "build_failed", "mapping_failed", "refused"]),
  /** What the handler got, what it returned, and the fields that would be set. */
  event: jsonSchema.optional(),
  output: jsonSchema.optional(),
  fields: fieldValuesSchema.optional(),
  error: functionErrorSchema.optional(),
  diagnostics: z.array(diagnosticSchema),
  logs: z.array(z.object({ at: z.string(), level: logLevelSchema, message: z.string() })),
  durationMs: z.number().optional(),
  maxMemoryMb: z.number().optional(),
  memoryMb: z.number(),
  buildMs: z.number().optional(),
  /** The built code and its layers unpacked, as a deployment counts them against the plan and Lambda's 250 MB. Bytes. */
  codeBytes: z.number().int().optional(),
  totalMs: z.number(),
});
export type TestResult = z.infer<typeof testResultSchema>;

export const testRunSchema = z.object({
  id: z.string(),
  state: z.enum(["queued", "running", "done"]),
  result: testResultSchema.nullable(),
  createdAt: z.string(),
});
export type TestRun = z.infer<typeof testRunSchema>;

/** The draft as it is on screen, saved or not, and the record's fields to try it with. */
export const startTestRunSchema = z.object({ content: draftContentSchema, record: fieldValuesSchema });
export type StartTestRun = z.infer<typeof startTestRunSchema>;

/** A draft with test events: all of the function's, or those that are named. */
export const startTestSuiteSchema = z.object({
  content: draftContentSchema,
  testEventIds: z.array(z.uuid()).min(1).max(50).optional(),
});
export type StartTestSuite = z.infer<typeof startTestSuiteSchema>;

/** Test events that were run together. */
export const testSuiteSchema = z.object({
  id: z.string(),
  state: z.enum(["running", "done"]),
  passed: z.number().int(),
  failed: z.number().int(),
  runs: z.array(
    z.object({
      testRunId: z.string(),
      testEventId: z.string(),
      name: z.string(),
      state: z.enum(["queued", "running", "done"]),
      /** Null until it is done. */
      passed: z.boolean().nullable(),
      expected: expectationSchema.nullable(),
      mismatches: z.array(mismatchSchema),
      result: testResultSchema.nullable(),
    }),
  ),
});
export type TestSuite = z.infer<typeof testSuiteSchema>;

/** What may be changed of a function beside its draft. */
export const updateFunctionSchema = z.object({
  description: z.string().max(300).optional(),
  requiresPassingTests: z.boolean().optional(),
  keepsRuntime: z.boolean().optional(),
});
export type UpdateFunction = z.infer<typeof updateFunctionSchema>;

export const testEventSchema = z.object({
  id: z.string(),
  name: z.string(),
  record: fieldValuesSchema,
  /** Null expects nothing but success. */
  expected: expectationSchema.nullable(),
  updatedAt: z.string(),
});
export type TestEvent = z.infer<typeof testEventSchema>;
export const saveTestEventSchema = z.object({
  name: nameSchema,
  record: fieldValuesSchema,
  /** Left out it stays as it is; null takes it away. */
  expected: expectationSchema.nullable().optional(),
});
export type SaveTestEvent = z.infer<typeof saveTestEventSchema>;

export const deploymentStateSchema = z.enum([
  "queued",
  "building",
  "publishing",
  "shifting",
  "active",
  "failed",
  "rolled_back",
]);
export type DeploymentState = z.infer<typeof deploymentStateSchema>;

export const deploymentStepSchema = z.object({
  name: z.enum(["building", "testing", "publishing", "shifting"]),
  state: z.enum(["running", "done", "failed"]),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** One line: what was done, such as `CreateFunction, version 1`. */
  detail: z.string(),
});
export type DeploymentStep = z.infer<typeof deploymentStepSchema>;

/**
 * Why a deployment failed or was rolled back (`error_rate`, `p95`, `aborted`, `superseded`): what happened, to what, and
 * what to do. The version that served goes on serving.
 */
export const deploymentFailureSchema = z.object({
  step: z.string(),
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  diagnostics: z.array(diagnosticSchema),
});
export type DeploymentFailure = z.infer<typeof deploymentFailureSchema>;

export const deploymentSchema = z.object({
  id: z.string(),
  kind: z.enum(["deploy", "rollback"]),
  state: deploymentStateSchema,
  releaseNumber: z.number().int(),
  message: z.string(),
  steps: z.array(deploymentStepSchema),
  failure: deploymentFailureSchema.nullable(),
  /** Null where all traffic goes over at once. */
  shift: shiftSchema.nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

export const deploySchema = z.object({
  /** The draft's revision that is on screen; another one in the database is a conflict. */
  revision: z.number().int(),
  message: z.string().max(300).default(""),
  /** Without it all traffic goes over at once; so it does while nothing is live. */
  shift: shiftPlanSchema.optional(),
});
export type Deploy = z.infer<typeof deploySchema>;

export const rollBackSchema = z.object({ releaseNumber: ordinalSchema });
export type RollBack = z.infer<typeof rollBackSchema>;

export const releaseSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  message: z.string(),
  lambdaVersion: z.string().nullable(),
  codeSha256: z.string().nullable(),
  artifactBytes: z.number().int().nullable(),
  runtime: runtimeSchema,
  handler: z.string(),
  live: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Release = z.infer<typeof releaseSchema>;

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
