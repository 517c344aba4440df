import { z } from "zod";
import { constraintText } from "../http/constraint-text.ts";
import { invalid } from "./logs-call.ts";

const maxTime = 9_999_999_999_999;
const eventId = z.string().regex(/^\d{1,15}:\d{1,15}$/);
const groupName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[.\-_/#A-Za-z0-9]+$/);
const streamName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^:*]*$/);
const groupIdentifier = z
  .string()
  .min(1)
  .max(2048)
  .regex(/^[\w#+=/:,.@*-]*$/);
const named = { logGroupName: groupName.optional(), logGroupIdentifier: groupIdentifier.optional() };
const startTime = z.int().min(0).default(0);
const endTime = z.int().min(0).max(maxTime).default(maxTime);
const limit = z.int().min(1).max(10_000).default(10_000);

export const filterSchema = z.object({
  ...named,
  logStreamNames: z.array(streamName).min(1).max(100).optional(),
  logStreamNamePrefix: streamName.optional(),
  startTime,
  endTime,
  filterPattern: z.string().max(1024).default(""),
  nextToken: eventId.optional(),
  limit,
});

export const getSchema = z.object({
  ...named,
  logStreamName: streamName,
  startTime,
  endTime,
  nextToken: z
    .string()
    .regex(/^[fb]\/\d{1,15}:\d{1,15}$/)
    .optional(),
  limit,
  startFromHead: z.boolean().default(false),
});

const paging = { limit: z.int().min(1).max(50).default(50), nextToken: z.string().optional() };

export const streamsSchema = z.object({
  ...paging,
  ...named,
  logStreamNamePrefix: streamName.optional(),
  orderBy: z.enum(["LogStreamName", "LastEventTime"]).default("LogStreamName"),
  descending: z.boolean().default(false),
});

export const groupsSchema = z.object({
  ...paging,
  logGroupNamePrefix: groupName.optional(),
  logGroupNamePattern: z.string().max(512).optional(),
});

export const groupSchema = z.object({ logGroupName: groupName });
export const streamSchema = z.object({ logGroupName: groupName, logStreamName: streamName });

/** The only spans that CloudWatch keeps events for. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
export const retentionSchema = z.object({ logGroupName: groupName, retentionInDays: z.literal(retentionDays) });

export const putSchema = z.object({
  ...streamSchema.shape,
  logEvents: z
    .array(z.object({ timestamp: z.int().min(0).max(maxTime), message: z.string().min(1) }))
    .min(1)
    .max(10_000),
});

export const liveTailSchema = z.object({
  logGroupIdentifiers: z.array(groupIdentifier).min(1).max(10),
  logStreamNames: z.array(streamName).min(1).max(100).optional(),
  logStreamNamePrefixes: z.array(streamName).min(1).max(100).optional(),
  logEventFilterPattern: z.string().max(1024).optional(),
});

/** @throws AwsError `InvalidParameterException` that tells each fault. */
export function parseInput<T extends z.ZodType>(schema: T, body: Buffer): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8") || "{}");
  } catch {
    throw invalid("The request's body is not JSON.");
  }
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(constraintText);
  const count = faults.length === 1 ? "1 validation error detected" : `${faults.length} validation errors detected`;
  throw invalid(`${count}: ${faults.join("; ")}`);
}
