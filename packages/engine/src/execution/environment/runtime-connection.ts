import type { Duplex } from "node:stream";
import type { InvokeRequest } from "../types.ts";
import { type HttpHead, type HttpRequest, HttpRequests } from "./http-requests.ts";

/** Lambda's bound on a response: 6 MB and some room for its envelope. */
export const MAX_RESPONSE_BYTES = 6_291_556;

/** What a runtime client says, in the words of the Lambda Runtime API (2018-06-01). */
export type RuntimeMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "next" }
  | {
      readonly kind: "response" | "error";
      readonly requestId: string;
      readonly body: Buffer;
      readonly tooLarge: boolean;
      /** Of a streamed answer that failed after it had begun: the error's JSON. */
      readonly streamError: Buffer | undefined;
    }
  | { readonly kind: "init-error"; readonly body: Buffer }
  /** A path that is not the Runtime API's. */
  | { readonly kind: "unknown" };

const ACCEPTED = 'HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"status":"OK"}';
const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
/** Answers that a client has not read: the largest event and some room. Who asks more reads nothing on purpose. */
const MAX_UNREAD_BYTES = 8 << 20;
const MAX_HELD_BYTES = 4 << 10;
const route =
  /^\/2018-06-01\/runtime\/(?:(annex\/assignment)|invocation\/(next)|(init)\/error|invocation\/([^/]+)\/(response|error))$/;

/** What the engine does with a runtime client's words. */
export interface RuntimeListener {
  onMessage(message: RuntimeMessage): void;
  /** A streamed answer begins: what is returned takes its bytes as they come. */
  onStream(requestId: string): (bytes: Buffer) => void;
  onBroken(): void;
}

/** The engine's side of one runtime client's connection. */
export class RuntimeConnection {
  readonly #stream: Duplex;
  readonly #listener: RuntimeListener;
  readonly #requests = new HttpRequests(MAX_RESPONSE_BYTES, (head) => this.#beginBody(head));
  /** Answers that wait for the next write: the client asks for the next event in the same breath. */
  #held = "";

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
    });
  }

  /** Gives a pre-started runtime its function: environment variables, handler, paths. */
  assign(assignment: object): void {
    const body = JSON.stringify(assignment);
    this.#send(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  /** Answers the runtime's `next` with an event. */
  give(request: InvokeRequest, deadlineMs: number): void {
    const head = [
      "HTTP/1.1 200 OK",
      "Content-Type: application/json",
      `Lambda-Runtime-Aws-Request-Id: ${request.requestId}`,
      `Lambda-Runtime-Deadline-Ms: ${deadlineMs}`,
      `Lambda-Runtime-Invoked-Function-Arn: ${headerText(request.invokedFunctionArn)}`,
      ...optional("Lambda-Runtime-Trace-Id", request.traceHeader),
      ...optional("Lambda-Runtime-Client-Context", request.clientContext),
      ...optional("Lambda-Runtime-Aws-Tenant-Id", request.tenantId),
      `Content-Length: ${request.payload.length}\r\n\r\n`,
    ].join("\r\n");
    this.#stream.cork();
    this.#send(head);
    this.#stream.write(request.payload);
    this.#stream.uncork();
  }

  #beginBody({ path, headers }: HttpHead): ((bytes: Buffer) => void) | undefined {
    if (headers.get("expect")?.toLowerCase() === "100-continue") this.#send(CONTINUE);
    if (headers.get("lambda-runtime-function-response-mode")?.toLowerCase() !== "streaming") return undefined;
    const [, , , , requestId, outcome] = route.exec(path) ?? [];
    return requestId !== undefined && outcome === "response" ? this.#listener.onStream(requestId) : undefined;
  }

  #accept(request: HttpRequest): RuntimeMessage {
    const [, assignment, next, init, requestId, outcome] = route.exec(request.path) ?? [];
    if (assignment !== undefined) return { kind: "ready" };
    if (next !== undefined) return { kind: "next" };
    if (init === undefined && requestId === undefined) {
      this.#held += "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
      return { kind: "unknown" };
    }
    this.#held += request.tooLarge ? "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\n\r\n" : ACCEPTED;
    if (requestId === undefined) return { kind: "init-error", body: request.body };
    const kind = outcome === "response" ? "response" : "error";
    return { kind, requestId, body: request.body, tooLarge: request.tooLarge, streamError: streamErrorOf(request) };
  }

  #flush(): void {
    if (this.#held !== "") this.#send("");
  }

  #send(text: string): void {
    this.#stream.write(this.#held + text, "utf8");
    this.#held = "";
  }
}

/** The Runtime API tells what went wrong after the first byte in trailers, the error's JSON in base64. */
function streamErrorOf({ trailers }: HttpRequest): Buffer | undefined {
  const type = trailers.get("lambda-runtime-function-error-type");
  if (type === undefined) return undefined;
  const body = trailers.get("lambda-runtime-function-error-body");
  return body === undefined ? Buffer.from(JSON.stringify({ errorType: type })) : Buffer.from(body, "base64");
}

function optional(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name}: ${headerText(value)}`];
}

/** A header carries visible ASCII only; JSON keeps its meaning with `\u` escapes. */
function headerText(text: string): string {
  return text
    .replace(/[\r\n\t]/g, " ")
    .replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
