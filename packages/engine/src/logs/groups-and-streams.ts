import type { z } from "zod";
import { AwsError } from "../http/aws-error.ts";
import {
  checkGroup,
  checkGroupAllowed,
  checkStream,
  groupArn,
  groupOf,
  invalid,
  type LogsCall,
  page,
} from "./logs-call.ts";
import type { groupSchema, groupsSchema, retentionSchema, streamSchema, streamsSchema } from "./requests.ts";

const exists = (what: string) =>
  new AwsError("ResourceAlreadyExistsException", 400, `The specified log ${what} already exists`);

export function describeLogGroups(call: LogsCall, input: z.infer<typeof groupsSchema>): unknown {
  checkGroupAllowed(call, "DescribeLogGroups", "*");
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern = "" } = input;
  if (prefix !== undefined && pattern !== "") {
    throw invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  const wanted = pattern.toLowerCase();
  const groups = call.logs
    .groups()
    .filter(({ name }) => name.startsWith(prefix ?? "") && name.toLowerCase().includes(wanted));
  const { items, next } = page(groups, input);
  const logGroups = items.map(({ name, created, retentionDays }) => ({
    logGroupName: name,
    creationTime: created,
    ...(retentionDays === undefined ? {} : { retentionInDays: retentionDays }),
    metricFilterCount: 0,
    arn: `${groupArn(call, name)}:*`,
    logGroupArn: groupArn(call, name),
    logGroupClass: "STANDARD",
  }));
  return { logGroups, ...next };
}

export function createLogGroup(call: LogsCall, { logGroupName }: z.infer<typeof groupSchema>): unknown {
  checkGroupAllowed(call, "CreateLogGroup", logGroupName);
  if (call.logs.hasGroup(logGroupName)) throw exists("group");
  call.logs.createGroup(logGroupName, call.now);
  return {};
}

export async function deleteLogGroup(call: LogsCall, { logGroupName }: z.infer<typeof groupSchema>): Promise<unknown> {
  checkGroup(call, "DeleteLogGroup", logGroupName);
  await call.logs.removeGroup(logGroupName);
  return {};
}

export function putRetentionPolicy(call: LogsCall, input: z.infer<typeof retentionSchema>): unknown {
  checkGroup(call, "PutRetentionPolicy", input.logGroupName);
  call.logs.setRetention(input.logGroupName, input.retentionInDays);
  return {};
}

export function deleteRetentionPolicy(call: LogsCall, { logGroupName }: z.infer<typeof groupSchema>): unknown {
  checkGroup(call, "DeleteRetentionPolicy", logGroupName);
  call.logs.setRetention(logGroupName, undefined);
  return {};
}

export function describeLogStreams(call: LogsCall, input: z.infer<typeof streamsSchema>): unknown {
  const group = groupOf(input);
  checkGroup(call, "DescribeLogStreams", group);
  const { logStreamNamePrefix: prefix } = input;
  if (prefix !== undefined && input.orderBy === "LastEventTime") {
    throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const streams = call.logs.streams(group).filter(({ name }) => name.startsWith(prefix ?? ""));
  if (input.orderBy === "LastEventTime") streams.sort((one, other) => (one.last ?? 0) - (other.last ?? 0));
  if (input.descending) streams.reverse();
  const { items, next } = page(streams, input);
  const logStreams = items.map(({ name, created, last }) => ({
    logStreamName: name,
    creationTime: created,
    ...(last === undefined ? {} : { firstEventTimestamp: created, lastEventTimestamp: last, lastIngestionTime: last }),
    arn: `${groupArn(call, group)}:log-stream:${name}`,
    storedBytes: 0, // CloudWatch, too, has said so since 2019
  }));
  return { logStreams, ...next };
}

export function createLogStream(call: LogsCall, input: z.infer<typeof streamSchema>): unknown {
  const { logGroupName, logStreamName } = input;
  checkGroup(call, "CreateLogStream", logGroupName);
  if (call.logs.hasStream(logGroupName, logStreamName)) throw exists("stream");
  call.logs.createStream(logGroupName, logStreamName, call.now);
  return {};
}

export async function deleteLogStream(call: LogsCall, input: z.infer<typeof streamSchema>): Promise<unknown> {
  checkGroup(call, "DeleteLogStream", input.logGroupName);
  checkStream(call, input.logGroupName, input.logStreamName);
  await call.logs.removeStream(input.logGroupName, input.logStreamName);
  return {};
}
