import type { InvocationContext } from "./invocation-context.ts";
import { propertyOf } from "./platform-error.ts";

/** What a streaming handler is: each text or bytes that it yields is sent at once. */
export type StreamingHandler<Event> = (
  event: Event,
  context: InvocationContext,
) => AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** The part of a Node.js stream that is written to. */
interface Output {
  write(chunk: string | Uint8Array): boolean;
  once(event: "drain" | "close", listener: () => void): unknown;
  end(): void;
}

type Streamify = <Event>(
  handler: (event: Event, output: Output, context: InvocationContext) => Promise<void>,
) => (event: Event, context: InvocationContext) => Promise<unknown>;

function isStreamify(value: unknown): value is Streamify {
  return typeof value === "function";
}

const ready = (output: Output) =>
  new Promise<void>((done) => {
    output.once("drain", done);
    output.once("close", done);
  });

async function collected(chunks: ReturnType<StreamingHandler<never>>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/**
 * A handler whose answer is sent while it is made: `export const handler = streaming(async function* (event) { … })`.
 * It goes on when the reader can take more. Where nothing streams, as in a test run, the answer is the whole text.
 */
export function streaming<Event = Record<string, unknown>>(
  handler: StreamingHandler<Event>,
): (event: Event, context: InvocationContext) => Promise<unknown> {
  const streamify = propertyOf(propertyOf(globalThis, "awslambda"), "streamifyResponse");
  if (!isStreamify(streamify)) return (event, context) => collected(handler(event, context));
  return streamify<Event>(async (event, output, context) => {
    for await (const chunk of handler(event, context)) if (!output.write(chunk)) await ready(output);
    output.end();
  });
}
