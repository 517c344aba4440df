import { z } from "zod";
import { AwsError } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import { checkAllowed, type Principal } from "../iam/principal.ts";
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

const filterSchema = z.object({
  logGroupName: z.string(),
  logStreamNames: z.array(z.string()).max(100).optional(),
  startTime: z.number().default(0),
  endTime: z.number().default(Number.MAX_SAFE_INTEGER),
  filterPattern: z.string().max(1024).default(""),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
});

const getSchema = z.object({
  logGroupName: z.string(),
  logStreamName: z.string(),
  startTime: z.number().default(0),
  endTime: z.number().default(Number.MAX_SAFE_INTEGER),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  startFromHead: z.boolean().default(false),
});

const streamsSchema = z.object({ logGroupName: z.string(), logStreamNamePrefix: z.string().default("") });
const groupsSchema = z.object({ logGroupNamePrefix: z.string().default("") });

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
    to: endTime,
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
  const fromHead = input.startFromHead || cursor !== undefined;
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

function describeLogStreams(
  call: LogsCall,
  { logGroupName: group, logStreamNamePrefix }: z.infer<typeof streamsSchema>,
): unknown {
  checkGroup(call, "DescribeLogStreams", group);
  const streams = call.store.logStreams(group).filter(({ name }) => name.startsWith(logStreamNamePrefix));
  return {
    logStreams: streams.map(({ name, created, last }) => ({
      logStreamName: name,
      creationTime: created,
      firstEventTimestamp: created,
      lastEventTimestamp: last,
      arn: `${groupArn(call, group)}:log-stream:${name}`,
    })),
  };
}

function describeLogGroups(call: LogsCall, { logGroupNamePrefix }: z.infer<typeof groupsSchema>): unknown {
  checkAllowed(call.principal, "logs:DescribeLogGroups", groupArn(call, "*"));
  const groups = call.store.logGroups().filter((name) => name.startsWith(logGroupNamePrefix));
  return { logGroups: groups.map((logGroupName) => ({ logGroupName, arn: `${groupArn(call, logGroupName)}:*` })) };
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
  const answer = answers[operation];
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
