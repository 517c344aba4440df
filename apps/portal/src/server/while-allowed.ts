import { AppError } from "@annex/contract";

/** Milliseconds between looks at whether the asker may still be told: an operator by consent, and everybody else. */
const lookEveryMs = { acting: 500, others: 2000 } as const;
/** What took no longer than this is answered by the look before it. */
const longAgoMs = 1000;
const streams = /^(?:text\/event-stream|application\/x-ndjson|application\/zip)\b/;

interface Answering {
  readonly request: Request;
  readonly result: unknown;
  /** Of an operator who acts by consent: every answer is looked at. */
  readonly isActing: boolean;
  /** `performance.now()` when the asker was looked at. */
  readonly lookedAt: number;
  /** Looks at the asker again. @throws AppError where the answer would be a refusal now. */
  lookAgain(): Promise<unknown>;
}

/** Whether it says that the asker may no longer; a database that is away for a moment says nothing. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && [401, 403, 404].includes(error.status);
}

/** Ends a stream with the right by which it was opened. */
function cutOff({ isActing, lookAgain }: Answering, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const over = new AbortController();
  const end = (error: unknown) => (isRefusal(error) || isActing ? over.abort() : undefined);
  const timer = setInterval(() => void lookAgain().catch(end), isActing ? lookEveryMs.acting : lookEveryMs.others);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  body
    .pipeTo(writable, { signal: over.signal })
    .catch(() => undefined) // cut off, or the browser went away
    .finally(() => clearInterval(timer));
  return readable;
}

/**
 * What a reader is told while it may be: a stream lasts no longer than the session, the token, the role or the consent
 * by which it was opened, and what was waited for is not told after it.
 * @throws AppError once the right is over.
 */
export async function whileAllowed(answering: Answering): Promise<unknown> {
  const { request, result, isActing, lookedAt, lookAgain } = answering;
  if (request.method !== "GET") return result;
  if (isActing || performance.now() - lookedAt > longAgoMs) await lookAgain();
  if (!(result instanceof Response) || !result.body) return result;
  if (!isActing && !streams.test(result.headers.get("content-type") ?? "")) return result;
  return new Response(cutOff(answering, result.body), { status: result.status, headers: result.headers });
}
