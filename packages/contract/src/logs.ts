import { z } from "zod";
import { jsonSchema } from "./json.ts";
import { timeRangeSchema } from "./operations.ts";
import { logLevelSchema } from "./outcomes.ts";

/** Which part wrote a line: the tenant's function (with Lambda's START, END and REPORT), the data plane, the worker. */
export const logSourceSchema = z.enum(["function", "data_plane", "worker"]);
export type LogSource = z.infer<typeof logSourceSchema>;

/** What the fields of a line of the data plane or the worker say it is about. */
export const platformLineSchema = z.discriminatedUnion("kind", [
  /** A call of the platform API by a function. */
  z.object({
    kind: z.literal("platform_call"),
    method: z.string(),
    path: z.string(),
    status: z.number().int(),
    durationMs: z.number(),
    hops: z.number().int(),
  }),
  z.object({
    kind: z.literal("webhook_delivery"),
    webhook: z.string(),
    acceptedId: z.string(),
    attempt: z.number().int(),
    status: z.number().int().nullable(),
    durationMs: z.number(),
  }),
  z.object({ kind: z.literal("invocation_failed"), invocationId: z.string(), errorClass: z.string() }),
]);
export type PlatformLine = z.infer<typeof platformLineSchema>;

export const logLineSchema = z.object({
  id: z.string(),
  at: z.string(),
  source: logSourceSchema,
  /** Null for a line of the platform that belongs to no function. */
  functionName: z.string().nullable(),
  releaseNumber: z.number().int().nullable(),
  level: logLevelSchema,
  message: z.string(),
  /** Of a structured line: all that is not its level, message and IDs. */
  fields: z.record(z.string(), jsonSchema).nullable(),
  requestId: z.string().nullable(),
  correlationId: z.string().nullable(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** A page of lines, newest first. A tail from `newestId` on misses none and repeats none of it. */
export const logPageSchema = z.object({
  items: z.array(logLineSchema),
  nextCursor: z.string().nullable(),
  newestId: z.string(),
});
export type LogPage = z.infer<typeof logPageSchema>;

/** A field and its value: `order.id:"R-1"`, `attempts:3`. */
export interface FieldFilter {
  readonly path: readonly string[];
  readonly value: z.core.util.JSONType;
}

/** Reads `path:value`, the value as JSON; undefined where it is none. */
export function parseFieldFilter(text: string): FieldFilter | undefined {
  const at = text.indexOf(":");
  if (at < 1) return undefined;
  try {
    return { path: text.slice(0, at).split("."), value: jsonSchema.parse(JSON.parse(text.slice(at + 1))) };
  } catch {
    return undefined;
  }
}

const id = z.string().max(128).optional();
/** What lines are narrowed to, of the list, the tail and the export alike. */
export const logFilterSchema = z.object({
  function: z.string().max(64).optional(),
  correlationId: id,
  requestId: id,
  level: logLevelSchema.optional(),
  source: logSourceSchema.optional(),
  release: z.coerce.number().int().min(1).max(1e9).optional(),
  text: z.string().max(200).optional(),
  field: z
    .string()
    .max(300)
    .refine((text) => parseFieldFilter(text), 'A field is filtered by as name:value, such as order.id:"R-1".')
    .optional(),
});
export type LogFilter = z.infer<typeof logFilterSchema>;

export const logQuerySchema = logFilterSchema.extend({
  range: timeRangeSchema.default("24h"),
  /** Instead of the range, or as its end. */
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type LogQuery = z.infer<typeof logQuerySchema>;

export const logTailQuerySchema = logFilterSchema.extend({
  /** The ID of the line after which it begins; now where it is left out. `Last-Event-ID` comes before it. */
  after: z
    .string()
    .regex(/^\d{1,18}$/, "That is no line's ID.")
    .optional(),
  /** EventSource sends no headers. */
  tenant: z.string().max(64).optional(),
});
export type LogTailQuery = z.infer<typeof logTailQuerySchema>;

/** More lines than this are not exported at once; the newest are. */
export const mostExportedLines = 100_000;
export const logExportQuerySchema = logQuerySchema
  .omit({ cursor: true, limit: true })
  .extend({ tenant: z.string().max(64).optional() });
export type LogExportQuery = z.infer<typeof logExportQuerySchema>;

/** On channel `annex_logs` a tenant's ID, once lines of it were written. */
export const logsChannel = "annex_logs";

/** On channel `annex_tails`, while somebody watches: whose lines, of one function or of all. */
export const watchedSchema = z.object({ tenantId: z.uuid(), functionId: z.uuid().nullable() });
export type Watched = z.infer<typeof watchedSchema>;
export const tailsChannel = "annex_tails";
