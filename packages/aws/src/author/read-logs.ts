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
  /** Pages of at most 10,000 events; what is left comes with the next call. */
  readonly maxPages?: number;
}

/** A function's log events from a time on, in order; none where it has no log group yet. @throws AppError. */
export async function readLogs(author: Author, { lambdaName, fromMs, maxPages = 5 }: LogRange): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const input = { logGroupName: `/aws/lambda/${lambdaName}`, startTime: fromMs, ...(nextToken ? { nextToken } : {}) };
    let answer: FilterLogEventsCommandOutput;
    try {
      answer = await author.logs.send(new FilterLogEventsCommand(input));
    } catch (error) {
      const known = toAppError(error, "FilterLogEvents");
      if (known.code === "not_found") return [];
      throw known;
    }
    for (const { eventId, timestamp, logStreamName, message } of answer.events ?? [])
      if (eventId && timestamp !== undefined)
        events.push({ eventId, at: timestamp, stream: logStreamName ?? "", message: message ?? "" });
    nextToken = answer.nextToken;
    if (!nextToken) break;
  }
  return events;
}
