import { z } from "zod";
import { draftContentSchema } from "./drafts.ts";
import { fieldValuesSchema } from "./fields.ts";
import { jsonSchema } from "./json.ts";
import { nameSchema } from "./names.ts";
import { testResultSchema } from "./test-runs.ts";

/** What a test shall come to; every part that is given must be equal. Nothing given expects success. */
export const expectationSchema = z.object({
  /** The fields that would be set. */
  fields: fieldValuesSchema.optional(),
  /** What the handler returns. */
  output: jsonSchema.optional(),
  /** The type of the error that it throws. */
  errorType: z.string().max(200).optional(),
});
export type Expectation = z.infer<typeof expectationSchema>;

/** Where a test came to something else: `at` is `status`, `fields`, `output` or `errorType`. */
export const mismatchSchema = z.object({ at: z.string(), expected: jsonSchema, actual: jsonSchema });
export type Mismatch = z.infer<typeof mismatchSchema>;

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
