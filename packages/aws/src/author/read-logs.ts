import { FilterLogEventsCommand, type FilterLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

/** One event of a function's log group. `at` in epoch milliseconds. */
export interface LogEvent {
  readonly eventId: string;
  readonly at: number;
  /** The log stream: one for each execution environment. */
  readonly stream: string;
  readonly message: string;
}

interface LogRange {
  readonly lambdaName: string;
  /** Epoch milliseconds, inclusive. */
  readonly fromMs: number;
  /** What is left comes with the next call. */
  readonly maxPages?: number;
  /** Of a page; 10,000 at most. */
  readonly pageEvents?: number;
}

export interface ReadLogs {
  readonly events: readonly LogEvent[];
  /** Whether that is all that there is by now. */
  readonly isWhole: boolean;
}

/** A function's log events from a time on, in order; none where it has no log group yet. @throws AppError. */
export async function readLogs(author: Author, range: LogRange): Promise<ReadLogs> {
  const { lambdaName, fromMs, maxPages = 5, pageEvents: limit } = range;
  const group = { logGroupName: `/aws/lambda/${lambdaName}`, startTime: fromMs, ...(limit ? { limit } : {}) };
  const events: LogEvent[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const input = { ...group, ...(nextToken ? { nextToken } : {}) };
    let answer: FilterLogEventsCommandOutput;
    try {
      answer = await author.logs.send(new FilterLogEventsCommand(input));
    } catch (error) {
      const known = toAppError(error, "FilterLogEvents");
      if (known.code === "not_found") return { events, isWhole: true };
      throw known;
    }
    for (const { eventId, timestamp, logStreamName, message } of answer.events ?? [])
      if (eventId && timestamp !== undefined)
        events.push({ eventId, at: timestamp, stream: logStreamName ?? "", message: message ?? "" });
    nextToken = answer.nextToken;
    if (!nextToken) return { events, isWhole: true };
  }
  return { events, isWhole: false };
}
