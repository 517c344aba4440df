import type { ResponseSink } from "../types.ts";
import { failed, type Outcome, succeeded, tooLarge } from "./outcome.ts";
import { MAX_RESPONSE_BYTES, type RuntimeChannel, type RuntimeMessage } from "./runtime-messages.ts";

/** Lambda's bound on what a function may stream. */
const MAX_STREAM_BYTES = 200 << 20;

/** An answer that a function writes bit by bit: passed on at once where somebody takes it, else kept until it is whole. */
export class StreamedResponse {
  readonly #sink: ResponseSink | undefined;
  readonly #runtime: Pick<RuntimeChannel, "pause" | "resume">;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(sink: ResponseSink | undefined, runtime: Pick<RuntimeChannel, "pause" | "resume">) {
    this.#sink = sink;
    this.#runtime = runtime;
  }

  /** False when the answer is longer than it may be. A taker that is slow makes the function wait. */
  take(bytes: Buffer): boolean {
    this.#bytes += bytes.length;
    if (this.#sink === undefined) return this.#keep(bytes);
    if (this.#bytes > MAX_STREAM_BYTES) return false;
    if (bytes.length === 0 || this.#sink.write(bytes)) return true;
    this.#runtime.pause();
    this.#sink.onceReady(() => this.#runtime.resume());
    return true;
  }

  #keep(bytes: Buffer): boolean {
    if (this.#bytes > MAX_RESPONSE_BYTES) this.#chunks.length = 0;
    else this.#chunks.push(bytes);
    return this.#bytes <= MAX_STREAM_BYTES;
  }

  /** How it ended; undefined where the runtime told an error instead of an end. */
  outcome(message: Extract<RuntimeMessage, { kind: "response" | "error" }>): Outcome | undefined {
    if (message.kind === "error") return undefined;
    if (message.streamError !== undefined) return failed(message.streamError);
    if (this.#sink !== undefined) return succeeded(Buffer.alloc(0));
    return this.#bytes > MAX_RESPONSE_BYTES ? tooLarge() : succeeded(Buffer.concat(this.#chunks));
  }
}
