import { z } from "zod";
import { AwsError } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import { checkAllowed, type Principal } from "../iam/principal.ts";
import { own } from "../own.ts";
import type { LogRow, Store } from "../store/store.ts";
import { matchesFilter } from "./filter-pattern.ts";

export interface LogsCall {
  readonly store: Store;
  readonly accountId: string;
  readonly region: string;
  readonly principal: Principal;
  readonly target: string;
  readonly body: Buffer;
}

const maxTime = 9_999_999_999_999;
const eventId = z.string().regex(/^\d{1,15}:\d{1,15}$/);

const filterSchema = z.object({
  logGroupName: z.string(),
  logStreamNames: z.array(z.string()).max(100).optional(),
  startTime: z.int().min(0).default(0),
  endTime: z.int().min(0).max(maxTime).default(maxTime),
  filterPattern: z.string().max(1024).default(""),
  nextToken: eventId.optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
});

const getSchema = z.object({
  logGroupName: z.string(),
  logStreamName: z.string(),
  startTime: z.int().min(0).default(0),
  endTime: z.int().min(0).max(maxTime).default(maxTime),
  nextToken: z
    .string()
    .regex(/^[fb]\/\d{1,15}:\d{1,15}$/)
    .optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  startFromHead: z.boolean().default(false),
});

const paging = { limit: z.int().min(1).max(50).default(50), nextToken: z.string().optional() };
const streamsSchema = z.object({
  ...paging,
  logGroupName: z.string(),
  logStreamNamePrefix: z.string().default(""),
  orderBy: z.enum(["LogStreamName", "LastEventTime"]).default("LogStreamName"),
  descending: z.boolean().default(false),
});
const groupsSchema = z.object({
  ...paging,
  logGroupNamePrefix: z.string().default(""),
  logGroupNamePattern: z.string().default(""),
});

function groupArn({ accountId, region }: LogsCall, group: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
}

function checkGroup(call: LogsCall, action: string, group: string): void {
  checkAllowed(call.principal, `logs:${action}`, groupArn(call, group));
  if (call.store.logGroups().includes(group)) return;
  throw new AwsError("ResourceNotFoundException", 400, "The specified log group does not exist.");
}

const render = ({ timestamp, ingested, message }: LogRow) => ({ timestamp, message, ingestionTime: ingested });

/** All streams of a group interleaved, oldest first; `nextToken` while there may be more. */
function filterLogEvents(call: LogsCall, input: z.infer<typeof filterSchema>): unknown {
  const { logGroupName: group, startTime, endTime, limit, nextToken, logStreamNames, filterPattern } = input;
  checkGroup(call, "FilterLogEvents", group);
  const rows = call.store.readLogs({
    group,
    from: startTime,
    to: endTime + 1, // FilterLogEvents includes its end, GetLogEvents does not
    limit,
    ...(logStreamNames ? { streams: logStreamNames } : {}),
    ...(nextToken ? { cursor: nextToken } : {}),
  });
  const last = rows.at(-1);
  return {
    events: rows
      .filter(({ message }) => matchesFilter(filterPattern, message))
      .map((row) => ({ ...render(row), logStreamName: row.stream, eventId: row.eventId })),
    searchedLogStreams: [],
    ...(last && rows.length === limit ? { nextToken: last.eventId } : {}),
  };
}

function getLogEvents(call: LogsCall, input: z.infer<typeof getSchema>): unknown {
  checkGroup(call, "GetLogEvents", input.logGroupName);
  const cursor = input.nextToken?.slice(2);
  const fromHead = input.nextToken === undefined ? input.startFromHead : input.nextToken.startsWith("f/");
  const rows = call.store.readLogs({
    group: input.logGroupName,
    streams: [input.logStreamName],
    from: input.startTime,
    to: input.endTime,
    limit: input.limit,
    descending: !fromHead,
    ...(cursor ? { cursor } : {}),
  });
  if (!fromHead) rows.reverse();
  const first = rows[0]?.eventId ?? cursor ?? "0:0";
  const last = rows.at(-1)?.eventId ?? cursor ?? "0:0";
  return { events: rows.map(render), nextForwardToken: `f/${last}`, nextBackwardToken: `b/${first}` };
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: { readonly nextToken?: string };
}

/** `nextToken` is the name that the next page begins with. */
function page<T extends { readonly name: string }>(
  all: readonly T[],
  { limit, nextToken }: { readonly limit: number; readonly nextToken?: string | undefined },
): Page<T> {
  const start = nextToken === undefined ? 0 : all.findIndex(({ name }) => name === nextToken);
  if (start < 0) throw new AwsError("InvalidParameterException", 400, "The specified nextToken is invalid.");
  const following = all[start + limit];
  return { items: all.slice(start, start + limit), next: following ? { nextToken: following.name } : {} };
}

function describeLogStreams(call: LogsCall, input: z.infer<typeof streamsSchema>): unknown {
  const group = input.logGroupName;
  checkGroup(call, "DescribeLogStreams", group);
  const streams = call.store.logStreams(group).filter(({ name }) => name.startsWith(input.logStreamNamePrefix));
  if (input.orderBy === "LastEventTime") streams.sort((a, b) => a.last - b.last);
  if (input.descending) streams.reverse();
  const { items, next } = page(streams, input);
  return {
    logStreams: items.map(({ name, created, last }) => ({
      logStreamName: name,
      creationTime: created,
      firstEventTimestamp: created,
      lastEventTimestamp: last,
      arn: `${groupArn(call, group)}:log-stream:${name}`,
    })),
    ...next,
  };
}

function describeLogGroups(call: LogsCall, input: z.infer<typeof groupsSchema>): unknown {
  checkAllowed(call.principal, "logs:DescribeLogGroups", groupArn(call, "*"));
  const groups = call.store
    .logGroups()
    .filter((name) => name.startsWith(input.logGroupNamePrefix) && name.includes(input.logGroupNamePattern))
    .map((name) => ({ name }));
  const { items, next } = page(groups, input);
  return { logGroups: items.map(({ name }) => ({ logGroupName: name, arn: `${groupArn(call, name)}:*` })), ...next };
}

function parse<T extends z.ZodType>(schema: T, body: Buffer): z.infer<T> {
  try {
    return schema.parse(JSON.parse(body.toString("utf8") || "{}"));
  } catch (cause) {
    throw new AwsError("InvalidParameterException", 400, "The request's body is not what this operation takes.", {
      cause,
    });
  }
}

/** CloudWatch Logs, awsJson1_1. The engine writes the events itself; callers read them. */
export function handleLogs(call: LogsCall): AwsResponse {
  const operation = call.target.split(".").pop() ?? "";
  const answers: Record<string, () => unknown> = {
    FilterLogEvents: () => filterLogEvents(call, parse(filterSchema, call.body)),
    GetLogEvents: () => getLogEvents(call, parse(getSchema, call.body)),
    DescribeLogStreams: () => describeLogStreams(call, parse(streamsSchema, call.body)),
    DescribeLogGroups: () => describeLogGroups(call, parse(groupsSchema, call.body)),
  };
  const answer = own(answers, operation);
  if (!answer)
    throw new AwsError(
      "UnknownOperationException",
      400,
      `The engine does not support the CloudWatch Logs operation ${operation}.`,
    );
  return json(answer(), 200, { "content-type": "application/x-amz-json-1.1" });
}

export function logsError(error: AwsError, requestId: string): AwsResponse {
  const body = { __type: error.code, message: error.message };
  return json(body, error.status >= 500 ? 500 : 400, {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": requestId,
    "x-amzn-errortype": error.code,
  });
}
