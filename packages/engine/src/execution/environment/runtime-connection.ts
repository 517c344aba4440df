import type { Duplex } from "node:stream";
import { expectsContinue, goOn, type HttpHead, type HttpRequest, HttpRequests } from "../../http/http-requests.ts";
import type { InvokeRequest } from "../types.ts";
import {
  type Assignment,
  answers,
  eventHead,
  MAX_RESPONSE_BYTES,
  MAX_UNREAD_BYTES,
  type RuntimeChannel,
  type RuntimeListener,
  type RuntimeMessage,
  streamedRequestId,
  toMessage,
} from "./runtime-messages.ts";

const MAX_HELD_BYTES = 4 << 10;
const LARGE_PIECE_BYTES = 32 << 10;

/** The engine's side of one of its own runtime clients: one connection, which the sandbox inherited. */
export class RuntimeConnection implements RuntimeChannel {
  readonly #stream: Duplex;
  readonly #listener: RuntimeListener;
  readonly #requests = new HttpRequests(MAX_RESPONSE_BYTES, (head) => this.#beginBody(head));
  /** Answers that wait for the next write: the client asks for the next event in the same breath. */
  #held = "";
  /** Nobody takes what would be read. */
  #isPaused = false;

  constructor(stream: Duplex, listener: RuntimeListener) {
    this.#stream = stream;
    this.#listener = listener;
    stream.on("data", (bytes: Buffer) => {
      try {
        const messages = this.#requests.push(bytes).map((request) => this.#accept(request));
        // A client that waits for an answer alone gets it now; with `next` behind it, it comes with the next event.
        if (messages.at(-1)?.kind !== "next" || this.#held.length > MAX_HELD_BYTES) this.#flush();
        if (stream.writableLength > MAX_UNREAD_BYTES) throw new Error("the answers are not read");
        for (const message of messages) listener.onMessage(message);
      } catch {
        stream.destroy();
        listener.onBroken();
      }
      this.#takeTurns(bytes);
    });
  }

  assign(assignment: Assignment): void {
    const body = JSON.stringify(assignment);
    this.#send(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  give(request: InvokeRequest, deadlineMs: number): void {
    // One buffer, one write: the payload is copied, which is cheaper than a second piece for the kernel.
    const { payload } = request;
    const head = this.#held + eventHead(request, deadlineMs);
    const bytes = Buffer.allocUnsafe(head.length + payload.length);
    bytes.write(head, "latin1");
    payload.copy(bytes, head.length);
    this.#held = "";
    this.#stream.write(bytes);
  }

  pause(): void {
    this.#isPaused = true;
    this.#stream.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#stream.resume();
  }

  /** The connection ends with its sandbox. */
  close(): void {}

  /** Others have their turn between two pieces of a large answer; libuv alone would read 32 of them in a row. */
  #takeTurns(bytes: Buffer): void {
    if (bytes.length < LARGE_PIECE_BYTES) return;
    this.#stream.pause();
    setImmediate(() => {
      if (!this.#isPaused) this.#stream.resume();
    });
  }

  #beginBody(head: HttpHead): ((bytes: Buffer) => void) | undefined {
    if (expectsContinue(head)) this.#send(goOn);
    const requestId = streamedRequestId(head);
    return requestId === undefined ? undefined : this.#listener.onStream(requestId);
  }

  #accept(request: HttpRequest): RuntimeMessage {
    const message = toMessage(request);
    if (message.kind === "unknown") this.#held += answers.notFound;
    else if (message.kind !== "next" && message.kind !== "ready")
      this.#held += request.tooLarge ? answers.tooLarge : answers.accepted;
    return message;
  }

  #flush(): void {
    if (this.#held !== "") this.#send("");
  }

  #send(text: string): void {
    this.#stream.write(this.#held + text, "utf8");
    this.#held = "";
  }
}
