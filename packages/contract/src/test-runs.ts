import { z } from "zod";
import { diagnosticSchema } from "./diagnostics.ts";
import { draftContentSchema } from "./drafts.ts";
import { fieldValuesSchema } from "./fields.ts";
import { jsonSchema } from "./json.ts";
import { functionErrorSchema, logLevelSchema, outcomeSchema } from "./outcomes.ts";

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
