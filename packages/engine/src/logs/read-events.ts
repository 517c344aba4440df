import type { z } from "zod";
import type { LogRow } from "../store/log-chunks.ts";
import { checkGroup, checkStream, groupOf, invalid, type LogsCall } from "./logs-call.ts";
import { parseFilterPattern } from "./patterns/filter-pattern.ts";
import { PatternError } from "./patterns/pattern-error.ts";
import type { filterSchema, getSchema } from "./requests.ts";

const batchSize = 2000;
/** What one call looks through before it answers what it has: the rest is the next page. */
const maxScanned = 20_000;

const render = ({ timestamp, ingested, message }: LogRow) => ({ timestamp, message, ingestionTime: ingested });

/** @throws AwsError `InvalidParameterException` that says what is wrong with it. */
export function readPattern(pattern: string): (message: string) => boolean {
  try {
    return parseFilterPattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw invalid(`Invalid filter pattern: ${error.message}`);
  }
}

/** All streams of a group interleaved, oldest first; `nextToken` while there may be more. */
export function filterLogEvents(call: LogsCall, input: z.infer<typeof filterSchema>): unknown {
  const group = groupOf(input);
  checkGroup(call, "FilterLogEvents", group);
  if (input.logStreamNames && input.logStreamNamePrefix !== undefined) {
    throw invalid("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
  }
  const isWanted = readPattern(input.filterPattern);
  const found: LogRow[] = [];
  let cursor = input.nextToken;
  let isMore = true;
  for (let scanned = 0; isMore && scanned < maxScanned && found.length < input.limit; scanned += batchSize) {
    const rows = call.logs.read({
      group,
      from: input.startTime,
      to: input.endTime + 1, // FilterLogEvents includes its end, GetLogEvents does not
      limit: batchSize,
      ...(input.logStreamNames ? { streams: input.logStreamNames } : {}),
      ...(input.logStreamNamePrefix === undefined ? {} : { streamPrefix: input.logStreamNamePrefix }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const fitting = rows.filter(({ message }) => isWanted(message)).slice(0, input.limit - found.length);
    found.push(...fitting);
    const isFull = found.length === input.limit;
    cursor = (isFull ? fitting.at(-1) : rows.at(-1))?.eventId ?? cursor;
    isMore = rows.length === batchSize || (isFull && cursor !== rows.at(-1)?.eventId);
  }
  return {
    events: found.map((row) => ({ ...render(row), logStreamName: row.stream, eventId: row.eventId })),
    searchedLogStreams: [],
    ...(isMore && cursor !== undefined ? { nextToken: cursor } : {}),
  };
}

/** One stream; the tokens go on in either direction, and come back unchanged at an end. */
export function getLogEvents(call: LogsCall, input: z.infer<typeof getSchema>): unknown {
  const group = groupOf(input);
  checkGroup(call, "GetLogEvents", group);
  checkStream(call, group, input.logStreamName);
  const cursor = input.nextToken?.slice(2);
  const fromHead = input.nextToken === undefined ? input.startFromHead : input.nextToken.startsWith("f/");
  const rows = call.logs.read({
    group,
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
