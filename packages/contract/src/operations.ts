import { z } from "zod";
import { jsonSchema } from "./json.ts";
import { outcomeSchema } from "./outcomes.ts";

/** The ranges that dashboards offer. */
export const timeRangeSchema = z.enum(["1h", "24h", "7d", "30d", "90d"]);
export type TimeRange = z.infer<typeof timeRangeSchema>;

/** Whose fault a failure is: the tenant's code, us, a limit, how the function is set up, its time or its memory. */
export const errorClassSchema = z.enum(["user", "platform", "throttle", "configuration", "timeout", "out_of_memory"]);
export type ErrorClass = z.infer<typeof errorClassSchema>;

/**
 * Sums and percentiles of a set of invocations; percentiles are within 2 % and null where there was none.
 * Milliseconds, megabytes, US dollars.
 */
export const metricsTotalsSchema = z.object({
  invocations: z.number().int(),
  errors: z.number().int(),
  /** 0 to 1. */
  errorRate: z.number(),
  errorsByClass: z.record(errorClassSchema, z.number().int()),
  coldStarts: z.number().int(),
  costUsd: z.number(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  /** Of what a call spent outside the function: our own part. */
  ownP50Ms: z.number().nullable(),
  ownP95Ms: z.number().nullable(),
  /** The greatest of the set: what a function may use and what one did use. */
  memoryMb: z.number().nullable(),
  maxMemoryMb: z.number().nullable(),
});
export type MetricsTotals = z.infer<typeof metricsTotalsSchema>;

/** One bucket of a time series; buckets without invocations are there, with zeros and nulls. */
export const metricsPointSchema = metricsTotalsSchema.extend({ at: z.string() });
export type MetricsPoint = z.infer<typeof metricsPointSchema>;

export const metricsSchema = z.object({
  range: timeRangeSchema,
  from: z.string(),
  to: z.string(),
  bucketSeconds: z.number().int(),
  totals: metricsTotalsSchema,
  /** Of as long a time just before the range. */
  previous: metricsTotalsSchema,
  series: z.array(metricsPointSchema),
  /** Of one function: each release that ran in the range, newest first; null where no release was reached. */
  releases: z.array(z.object({ releaseNumber: z.number().int().nullable(), totals: metricsTotalsSchema })),
  /** Of one function: the newest releases of the range, newest first, with a value for each point of `series`. */
  byRelease: z.array(
    z.object({
      releaseNumber: z.number().int(),
      invocations: z.array(z.number().int()),
      /** 0 to 1, and null as p95 is, where the release did not run. */
      errorRate: z.array(z.number().nullable()),
      p95Ms: z.array(z.number().nullable()),
    }),
  ),
  /** Of one function: its live release's timeout, and what Lambda asks for a request and for a GB-second. */
  sizing: z
    .object({ timeoutMs: z.number().int().nullable(), requestUsd: z.number(), gbSecondUsd: z.number() })
    .nullable(),
  /** Deployments that went active within the range, for the chart's markers. */
  deployments: z.array(z.object({ at: z.string(), label: z.string() })),
});
export type Metrics = z.infer<typeof metricsSchema>;

export const invocationSchema = z.object({
  id: z.string(),
  correlationId: z.string(),
  requestId: z.string().nullable(),
  functionName: z.string(),
  releaseNumber: z.number().int().nullable(),
  extensionPointKey: z.string().nullable(),
  caller: z.string(),
  outcome: outcomeSchema,
  errorClass: errorClassSchema.nullable(),
  errorType: z.string().nullable(),
  errorMessage: z.string().nullable(),
  /** The tenant's own lines, innermost first. */
  errorStack: z.array(z.string()),
  /** The same for failures of one kind at one place. */
  errorFingerprint: z.string().nullable(),
  /** How many functions called each other before this one. */
  hops: z.number().int(),
  startedAt: z.string(),
  totalMs: z.number(),
  functionMs: z.number().nullable(),
  billedMs: z.number().int().nullable(),
  initMs: z.number().nullable(),
  memoryMb: z.number().int().nullable(),
  maxMemoryMb: z.number().int().nullable(),
  /** US dollars, by Lambda's price list of the day. */
  costUsd: z.number(),
  /** Milliseconds of each pipeline step. */
  steps: z.record(z.string(), z.number()),
  /** Why it ran. */
  trigger: z.enum(["request", "async", "schedule", "replay"]),
  /** The accepted invocation that this is a run of, and which one, from 1; null where the caller waited. */
  acceptedId: z.string().nullable(),
  attempt: z.number().int().nullable(),
});
export type Invocation = z.infer<typeof invocationSchema>;

/** A page of a list; `nextCursor` null at the end. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const invocationQuerySchema = z.object({
  /** Only this one, such as the invocation that a link names. */
  id: z.uuid().optional(),
  function: z.string().optional(),
  outcome: z.enum(["success", "error"]).optional(),
  correlationId: z.string().max(128).optional(),
  range: timeRangeSchema.default("24h"),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type InvocationQuery = z.infer<typeof invocationQuerySchema>;

export const auditEventSchema = z.object({
  id: z.string(),
  at: z.string(),
  tenant: z.string().nullable(),
  tenantId: z.string().nullable(),
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  detail: z.record(z.string(), jsonSchema),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;
