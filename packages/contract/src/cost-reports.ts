import { z } from "zod";

const monthSchema = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "A month is written like 2026-11.");

/** The body's limits: of the file as it is sent, and of what gzip makes of it. */
export const costReportLimits = { fileBytes: 256 * 1024 * 1024, unpackedBytes: 2 * 1024 * 1024 * 1024 } as const;

export const importCostReportSchema = z.object({
  /** What the file is called; only shown. */
  fileName: z.string().trim().min(1, "Name the file.").max(200, "A file's name has at most 200 characters."),
});

/** A cost-and-usage report of AWS that was imported. */
export const costReportSchema = z.object({
  id: z.string(),
  month: z.string(),
  sha256: z.string(),
  fileName: z.string(),
  sizeBytes: z.number().int(),
  /** Lines of the report. */
  lines: z.number().int(),
  /** Lines without a tenant's tag whose Lambda function's name told whose they are. */
  named: z.number().int(),
  /** The end of the latest usage in it. */
  billedUntil: z.string().nullable(),
  importedBy: z.string(),
  importedAt: z.string(),
  /** When a newer report of the month took its place. */
  replacedAt: z.string().nullable(),
});
export type CostReport = z.infer<typeof costReportSchema>;

export const costComparisonGroupSchema = z.enum(["tenant", "function"]);

export const costComparisonQuerySchema = z.object({
  /** `2026-10`, a month of UTC; the last that is over where it is left out. */
  month: monthSchema.optional(),
  by: costComparisonGroupSchema.default("tenant"),
});

/** A tenant or function: what the platform reckons it cost, and what AWS bills. US dollars, before tax and credits. */
export const comparedCostSchema = z.object({
  /** Tells the rows apart. */
  key: z.string(),
  /** `untagged` has no tag; `unknown` has the tag of what the platform does not have. */
  kind: z.enum(["known", "untagged", "unknown"]),
  tenantId: z.string().nullable(),
  /** Its name, else the tag; null where there is none. */
  tenant: z.string().nullable(),
  /** The function's name, else the tag; null in a tenant's row, and where there is none. */
  functionName: z.string().nullable(),
  estimateUsd: z.number(),
  /** Usage of Lambda's requests and GB-seconds: what the estimate is of. */
  billedUsd: z.number(),
  differenceUsd: z.number(),
  /** Of the estimate; null where that is nothing. */
  differenceShare: z.number().nullable(),
  /** Usage of anything else that carries the same tags. */
  otherUsd: z.number(),
});
export type ComparedCost = z.infer<typeof comparedCostSchema>;

/** What AWS bills of one usage type. */
export const billedUsageSchema = z.object({
  key: z.string(),
  service: z.string(),
  usageType: z.string(),
  lineType: z.string(),
  isEstimated: z.boolean(),
  amount: z.number(),
  billedUsd: z.number(),
  /** The part of it without a tenant's tag. */
  untaggedUsd: z.number(),
});
export type BilledUsage = z.infer<typeof billedUsageSchema>;

export const costComparisonSchema = z.object({
  month: z.string(),
  /** Null where no report of the month was imported. */
  report: costReportSchema.nullable(),
  rows: z.array(comparedCostSchema),
  /** What the bill is made of, the dearest first; at most 500. */
  usage: z.array(billedUsageSchema),
  estimateUsd: z.number(),
  billedUsd: z.number(),
  /** Usage that the estimate is not of. */
  otherUsd: z.number(),
  /** Credits, discounts, fees and tax. */
  adjustmentsUsd: z.number(),
});
export type CostComparison = z.infer<typeof costComparisonSchema>;
