import type { z } from "zod";
import { checkGroup, checkStream, invalid, type LogsCall } from "./logs-call.ts";
import type { putSchema } from "./requests.ts";

const eventOverheadBytes = 26;
const maxBatchBytes = 1_048_576;
const maxSpanMs = 24 * 3_600_000;
const maxAheadMs = 2 * 3_600_000;
const maxAgeMs = 14 * 24 * 3_600_000;

type Events = z.infer<typeof putSchema>["logEvents"];

function checkBatch(events: Events): void {
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + eventOverheadBytes, 0);
  if (bytes > maxBatchBytes) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`);
  if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
  }
  const span = (events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0);
  if (span > maxSpanMs) {
    throw invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}

/** Where the events that are too old end, and those too new begin; only what is between them is kept. */
function rejected(events: Events, now: number): Record<string, number> {
  const old = events.filter(({ timestamp }) => timestamp < now - maxAgeMs).length;
  const firstNew = events.findIndex(({ timestamp }) => timestamp > now + maxAheadMs);
  return {
    ...(old > 0 ? { tooOldLogEventEndIndex: old } : {}),
    ...(firstNew >= 0 ? { tooNewLogEventStartIndex: firstNew } : {}),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export async function putLogEvents(call: LogsCall, input: z.infer<typeof putSchema>): Promise<unknown> {
  const { logGroupName: group, logStreamName: stream, logEvents } = input;
  checkGroup(call, "PutLogEvents", group);
  checkStream(call, group, stream);
  checkBatch(logEvents);
  const info = rejected(logEvents, call.now);
  const kept = logEvents.slice(info.tooOldLogEventEndIndex ?? 0, info.tooNewLogEventStartIndex ?? logEvents.length);
  const events = kept.map(({ timestamp, message }) => ({ group, stream, timestamp, ingested: call.now, message }));
  await call.logs.put({ group, stream, events });
  return Object.keys(info).length > 0 ? { rejectedLogEventsInfo: info } : {};
}
