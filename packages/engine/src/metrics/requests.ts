import { z } from "zod";
import { AwsError } from "../http/aws-error.ts";
import { constraintText } from "../http/constraint-text.ts";

/** CBOR brings a Date, JSON epoch seconds, a form ISO text: all become epoch milliseconds. */
const timestamp = z
  .union([
    z.date().transform((date) => date.getTime()),
    z.number().transform((seconds) => seconds * 1000),
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  ])
  .refine((ms) => Math.abs(ms) < 8.64e15);

const name = z.string().min(1).max(255);
const dimension = z.object({ Name: name, Value: z.string().min(1).max(1024) });
const dimensions = z.array(dimension).max(30).default([]);
const namespace = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^:].*/);
const period = z.coerce.number().pipe(z.int().min(1));
const unit = z.string().max(32);

export const listMetricsSchema = z.object({
  Namespace: namespace.optional(),
  MetricName: name.optional(),
  Dimensions: z
    .array(z.object({ Name: name, Value: z.string().min(1).max(1024).optional() }))
    .max(10)
    .default([]),
  RecentlyActive: z.enum(["PT3H"]).optional(),
  NextToken: z.string().max(1024).optional(),
});

export const metricStatSchema = z.object({
  Metric: z.object({ Namespace: namespace, MetricName: name, Dimensions: dimensions }),
  Period: period,
  Stat: z.string(),
  Unit: unit.optional(),
});

export const getMetricDataSchema = z.object({
  MetricDataQueries: z
    .array(
      z.object({
        Id: z
          .string()
          .max(255)
          .regex(/^[a-z][a-zA-Z0-9_]*$/),
        MetricStat: metricStatSchema.optional(),
        Expression: z.string().max(2048).optional(),
        Label: z.string().max(2048).optional(),
        ReturnData: z.union([z.boolean(), z.stringbool()]).default(true),
      }),
    )
    .min(1)
    .max(500),
  StartTime: timestamp,
  EndTime: timestamp,
  ScanBy: z.enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
  MaxDatapoints: z.coerce.number().pipe(z.int().min(1).max(100_800)).default(100_800),
  NextToken: z.string().max(1024).optional(),
});

export const getMetricStatisticsSchema = z.object({
  Namespace: namespace,
  MetricName: name,
  Dimensions: dimensions,
  StartTime: timestamp,
  EndTime: timestamp,
  Period: period,
  Statistics: z
    .array(z.enum(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]))
    .max(5)
    .default([]),
  ExtendedStatistics: z.array(z.string()).max(10).default([]),
  Unit: unit.optional(),
});

/** @throws AwsError `ValidationError` that tells each fault. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(constraintText);
  const count = faults.length === 1 ? "1 validation error detected" : `${faults.length} validation errors detected`;
  throw new AwsError("ValidationError", 400, `${count}: ${faults.join("; ")}`);
}
