import type { z } from "zod";
import { AwsError } from "../http/aws-error.ts";
import { type AwsRequest, type AwsResponse, json } from "../http/aws-request.ts";
import { own } from "../own.ts";
import {
  createLogGroup,
  createLogStream,
  deleteLogGroup,
  deleteLogStream,
  deleteRetentionPolicy,
  describeLogGroups,
  describeLogStreams,
  putRetentionPolicy,
} from "./groups-and-streams.ts";
import type { LogsCall } from "./logs-call.ts";
import { putLogEvents } from "./put-log-events.ts";
import { filterLogEvents, getLogEvents } from "./read-events.ts";
import {
  filterSchema,
  getSchema,
  groupSchema,
  groupsSchema,
  liveTailSchema,
  parseInput,
  putSchema,
  retentionSchema,
  streamSchema,
  streamsSchema,
} from "./requests.ts";
import { startLiveTail } from "./start-live-tail.ts";

type Operation = (call: LogsCall, body: Buffer) => unknown;

function operation<T extends z.ZodType>(schema: T, run: (call: LogsCall, input: z.infer<T>) => unknown): Operation {
  return (call, body) => run(call, parseInput(schema, body));
}

const operations: Readonly<Record<string, Operation>> = {
  FilterLogEvents: operation(filterSchema, filterLogEvents),
  GetLogEvents: operation(getSchema, getLogEvents),
  PutLogEvents: operation(putSchema, putLogEvents),
  DescribeLogGroups: operation(groupsSchema, describeLogGroups),
  DescribeLogStreams: operation(streamsSchema, describeLogStreams),
  CreateLogGroup: operation(groupSchema, createLogGroup),
  DeleteLogGroup: operation(groupSchema, deleteLogGroup),
  CreateLogStream: operation(streamSchema, createLogStream),
  DeleteLogStream: operation(streamSchema, deleteLogStream),
  PutRetentionPolicy: operation(retentionSchema, putRetentionPolicy),
  DeleteRetentionPolicy: operation(groupSchema, deleteRetentionPolicy),
};

/** CloudWatch Logs, awsJson1_1. The engine writes the functions' events itself; callers may write theirs. */
export async function handleLogs(call: LogsCall, request: AwsRequest, ending: AbortSignal): Promise<AwsResponse> {
  const name = (request.headers["x-amz-target"] ?? "").split(".").pop() ?? "";
  if (name === "StartLiveTail") return startLiveTail(call, parseInput(liveTailSchema, request.body), ending);
  const run = own(operations, name);
  if (!run) {
    throw new AwsError(
      "UnknownOperationException",
      400,
      `The engine does not support the CloudWatch Logs operation ${name}.`,
    );
  }
  return json(await run(call, request.body), 200, { "content-type": "application/x-amz-json-1.1" });
}

export function logsError(error: AwsError, requestId: string): AwsResponse {
  const body = { __type: error.code, message: error.message };
  return json(body, error.status >= 500 ? 500 : 400, {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": requestId,
    "x-amzn-errortype": error.code,
  });
}
