import { AppError } from "../app-error.ts";
import { type StreamEvent, streamEventSchema } from "../stream-events.ts";

const noOutcome = "The connection ended before the outcome was told.";

/** One event's lines as the event; undefined for a comment. */
function eventOf(lines: string): StreamEvent | undefined {
  const named = Object.fromEntries(lines.split("\n").map((line) => line.split(/: (.*)/s, 2)));
  return named.data === undefined
    ? undefined
    : streamEventSchema.parse({ ...JSON.parse(named.data), type: named.event });
}

async function* eventsOf(response: Response): AsyncGenerator<StreamEvent, void, undefined> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    const parts = `${rest}${decoder.decode(bytes, { stream: true })}`.split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const event = eventOf(part);
      if (event) yield event;
    }
  }
}

/**
 * The events of a streamed answer as they come; the reader's pace is the function's. The last one is `completed`.
 * @throws AppError where the platform failed half-way, or the connection did; the signal's reason where it is aborted.
 */
export async function* readEvents(
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Exclude<StreamEvent, { type: "error" }>, void, undefined> {
  const events = eventsOf(response);
  try {
    for await (const event of events) {
      if (event.type === "error") throw new AppError(event.code, event.detail, { errors: event.errors ?? [] });
      yield event;
      if (event.type === "completed") return;
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof AppError) throw cause;
    throw new AppError("unavailable", noOutcome, { cause });
  }
  throw new AppError("unavailable", noOutcome);
}
