import { z } from "zod";
import { fieldValuesSchema } from "./fields.ts";
import { jsonSchema } from "./json.ts";
import { functionErrorSchema, outcomeSchema } from "./outcomes.ts";

/** What the ledger times of an invocation, in the order in which it happens. */
export const pipelineSteps = [
  "correlate",
  "authenticate",
  "checkRate",
  "loadTarget",
  "checkTenancy",
  "checkStops",
  "assumeInvokeRole",
  "mapInput",
  "enter",
  "invoke",
  "mapOutput",
  "recordInvocation",
] as const;
export type PipelineStep = (typeof pipelineSteps)[number];

/** Body of both invocation routes: the record's fields, by path. At most 6 MB, 1 MB for `?mode=async`. */
export const invokeRequestSchema = z.object({
  fields: fieldValuesSchema,
  /** For `?mode=async`: the name of the tenant's webhook that is told the outcome. */
  webhook: z.string().max(60).optional(),
});
export type InvokeRequest = z.infer<typeof invokeRequestSchema>;

/** What one function did. Tenant code that fails is an outcome, not an HTTP error. */
export const functionResultSchema = z.object({
  invocationId: z.string(),
  function: z.string(),
  release: z.number().int(),
  status: outcomeSchema,
  /** The fields that this function set, or that its binding's fallback set where it failed. */
  fields: fieldValuesSchema,
  /** There where the function failed and its binding's fallback was set. */
  usedFallback: z.literal(true).optional(),
  error: functionErrorSchema.optional(),
  durationMs: z.number(),
});
export type FunctionResult = z.infer<typeof functionResultSchema>;

/**
 * Answer of `POST /v1/extension-points/{key}/invocations` and of `POST /v1/functions/{name}/invocations`.
 * `status` is `success` where every function succeeded (or none is bound), else the first other outcome.
 */
export const invokeResponseSchema = z.object({
  /** Of the first function that ran; null where none is bound. */
  invocationId: z.string().nullable(),
  correlationId: z.string(),
  status: outcomeSchema,
  fields: fieldValuesSchema,
  functions: z.array(functionResultSchema),
  /** Bound functions that run by themselves (their binding's mode is `async`): each will have its one outcome. */
  accepted: z.array(z.object({ invocationId: z.string(), function: z.string() })).optional(),
  /** Bound functions that did not run because their binding's condition was not met. */
  skipped: z.array(z.string()).optional(),
});
export type InvokeResponse = z.infer<typeof invokeResponseSchema>;

/** What would happen to one function: the event that it would get, or why there is none. */
export const dryRunResultSchema = z.object({
  function: z.string(),
  release: z.number().int(),
  event: z.record(z.string(), jsonSchema).nullable(),
  error: functionErrorSchema.optional(),
});
export type DryRunResult = z.infer<typeof dryRunResultSchema>;

/** Answer of `?mode=dry_run`: nothing ran, nothing is recorded. `skipped`: their binding's condition is not met. */
export const dryRunResponseSchema = z.object({
  correlationId: z.string(),
  functions: z.array(dryRunResultSchema),
  skipped: z.array(z.string()),
});
export type DryRunResponse = z.infer<typeof dryRunResponseSchema>;

/** A record as the platform API answers it; `data` is nested: `{ total: 1200 }`. */
export const recordSchema = z.object({
  id: z.string(),
  type: z.string(),
  data: z.record(z.string(), jsonSchema),
  version: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type PlatformRecord = z.infer<typeof recordSchema>;

export const writeRecordSchema = z.object({ data: z.record(z.string(), jsonSchema) });
export type WriteRecord = z.infer<typeof writeRecordSchema>;
