import { randomUUID } from "node:crypto";
import { PassThrough } from "node:stream";
import type { z } from "zod";
import type { AwsResponse } from "../http/aws-request.ts";
import { encodeEvent } from "../http/event-stream.ts";
import type { LogEvent } from "../store/log-chunks.ts";
import { checkGroup, groupArn, groupOf, type LogsCall } from "./logs-call.ts";
import { readPattern } from "./read-events.ts";
import type { liveTailSchema } from "./requests.ts";

type Input = z.infer<typeof liveTailSchema>;

const updateMs = 1000;
/** CloudWatch shows no more of a second, and says that it left some out. */
const maxPerUpdate = 500;
const sessionMs = 3 * 3_600_000;
/** A reader that is behind by this much has gone to sleep. */
const maxUnreadBytes = 8 << 20;

const contentType = "application/json";
const event = (type: string, payload: object) => encodeEvent(type, contentType, JSON.stringify(payload));

function wants(input: Input): (entry: LogEvent) => boolean {
  const groups = new Set(input.logGroupIdentifiers.map((name) => groupOf({ logGroupIdentifier: name })));
  const matchesPattern = readPattern(input.logEventFilterPattern ?? "");
  const { logStreamNames: names, logStreamNamePrefixes: prefixes } = input;
  return ({ group, stream, message }) =>
    groups.has(group) &&
    (names === undefined || names.includes(stream)) &&
    (prefixes === undefined || prefixes.some((prefix) => stream.startsWith(prefix))) &&
    matchesPattern(message);
}

/** Sends what is logged from now on, second by second, until the reader goes away, three hours pass or the engine ends. */
export function startLiveTail(call: LogsCall, input: Input, ending: AbortSignal): AwsResponse {
  for (const name of input.logGroupIdentifiers)
    checkGroup(call, "StartLiveTail", groupOf({ logGroupIdentifier: name }));
  const isWanted = wants(input);
  const body = new PassThrough();
  let waiting: LogEvent[] = [];
  let isSampled = false;
  const stop = call.logs.listen((events) => {
    for (const entry of events) {
      if (!isWanted(entry)) continue;
      if (waiting.length < maxPerUpdate) waiting.push(entry);
      else isSampled = true;
    }
  });
  const update = () => {
    const sessionResults = waiting.map(({ group, stream, message, timestamp, ingested }) => ({
      logStreamName: stream,
      logGroupIdentifier: groupArn(call, group).replace(/^arn:aws:logs:[^:]*:(\d+):log-group:/, "$1:"),
      message,
      timestamp,
      ingestionTime: ingested,
    }));
    body.write(event("sessionUpdate", { sessionMetadata: { sampled: isSampled }, sessionResults }));
    waiting = [];
    isSampled = false;
    if (body.writableLength > maxUnreadBytes) body.destroy();
  };
  const timer = setInterval(update, updateMs);
  const end = () => body.end();
  const timeout = setTimeout(end, sessionMs);
  ending.addEventListener("abort", end);
  body.once("close", () => {
    stop();
    clearInterval(timer);
    clearTimeout(timeout);
    ending.removeEventListener("abort", end);
  });
  const { logStreamNames = [], logStreamNamePrefixes = [], logEventFilterPattern = "" } = input;
  const session = { requestId: randomUUID(), sessionId: randomUUID() };
  const asked = { logGroupIdentifiers: input.logGroupIdentifiers, logStreamNames, logStreamNamePrefixes };
  body.write(event("initial-response", {}));
  body.write(event("sessionStart", { ...session, ...asked, logEventFilterPattern }));
  const headers = { "content-type": "application/vnd.amazon.eventstream" };
  return { status: 200, headers, body, onAbandoned: () => body.destroy() };
}
