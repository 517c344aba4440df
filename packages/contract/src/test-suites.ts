import { z } from "zod";
import { fieldValuesSchema } from "./fields.ts";
import { jsonSchema } from "./json.ts";

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
