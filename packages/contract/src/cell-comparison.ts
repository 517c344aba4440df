import { z } from "zod";

/** What Lambda counts of an hour. */
export const lambdaCountsSchema = z.object({
  invocations: z.number().int(),
  errors: z.number().int(),
  throttles: z.number().int(),
});
export type LambdaCounts = z.infer<typeof lambdaCountsSchema>;

/** An hour of the cell's whole account: CloudWatch's numbers, the ledger's, and the most that ran at once. */
export const comparedHourSchema = z.object({
  hour: z.string(),
  theirs: lambdaCountsSchema,
  ours: lambdaCountsSchema,
  /** What the account has more than the functions that the ledger knows of: the platform's own runners, and whatever else runs there. */
  elsewhere: lambdaCountsSchema,
  maxConcurrent: z.object({ theirs: z.number().int().nullable(), ours: z.number().int().nullable() }),
});
export type ComparedHour = z.infer<typeof comparedHourSchema>;

/** An hour of one function in which the two differ. Names are null where the function is gone. */
export const comparedFunctionSchema = z.object({
  hour: z.string(),
  lambdaName: z.string(),
  functionName: z.string().nullable(),
  tenant: z.object({ id: z.string(), name: z.string() }).nullable(),
  theirs: lambdaCountsSchema,
  ours: lambdaCountsSchema,
});
export type ComparedFunction = z.infer<typeof comparedFunctionSchema>;

export const comparisonQuerySchema = z.object({
  /** How far back. Hours; they are kept for eleven days. */
  hours: z.coerce
    .number()
    .int()
    .min(1, "Ask for one hour at least.")
    .max(264, "Eleven days are kept: 264 hours.")
    .default(24),
});

/** CloudWatch's metrics of a cell beside the ledger's. */
export const cellComparisonSchema = z.object({
  cell: z.object({ id: z.string(), name: z.string(), region: z.string(), accountId: z.string() }),
  /** When CloudWatch was last asked, and why it could not be. */
  comparedAt: z.string().nullable(),
  error: z.string().nullable(),
  /** Newest first; an hour in which nothing ran is left out. */
  hours: z.array(comparedHourSchema),
  /** The largest differences first, 200 at most. */
  functions: z.array(comparedFunctionSchema),
  /** How many of the functions' hours agree in every number, and how many do not. */
  agreeing: z.number().int(),
  differing: z.number().int(),
});
export type CellComparison = z.infer<typeof cellComparisonSchema>;
