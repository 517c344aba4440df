import { randomFillSync } from "node:crypto";
import type { HttpHead, HttpRequest } from "../../http/http-requests.ts";
import type { InvokeRequest } from "../types.ts";

/** Lambda's bound on a response: 6 MB and some room for its envelope. */
export const MAX_RESPONSE_BYTES = 6_291_556;

/** Answers that a client has not read: the largest event and some room. Who asks more reads nothing on purpose. */
export const MAX_UNREAD_BYTES = 8 << 20;

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

/** What the engine does with a runtime client's words. */
export interface RuntimeListener {
  onMessage(message: RuntimeMessage): void;
  /** A streamed answer begins: what is returned takes its bytes as they come. */
  onStream(requestId: string): (bytes: Buffer) => void;
  onBroken(): void;
}

/** What a pre-started runtime gets when it gets its function. */
export interface Assignment {
  readonly variables: Readonly<Record<string, string>>;
  readonly handler: string;
  readonly taskRoot: string;
  readonly optRoot: string;
  /** Lambda's name of the language runtime. */
  readonly runtime: string;
  /** `host:port` of the allow-list, to explain a refused connection. */
  readonly egress: readonly string[];
  readonly confined: boolean;
  /** The program of a function that brings its own runtime. */
  readonly bootstrap: string | undefined;
}

/** The engine's side of a runtime, whatever carries its words. */
export interface RuntimeChannel {
  /** Gives a pre-started runtime its function. */
  assign(assignment: Assignment): void;
  /** Answers the runtime's `next` with an event. */
  give(request: InvokeRequest, deadlineMs: number): void;
  /** Makes a runtime that streams its answer wait. */
  pause(): void;
  resume(): void;
  close(): void;
}

export const answers = {
  accepted: answer("202 Accepted", { status: "OK" }),
  badRequest: answer("400 Bad Request", { errorType: "BadRequest", errorMessage: "This is not an HTTP request" }),
  wrongId: answer("400 Bad Request", { errorType: "InvalidRequestID", errorMessage: "Invalid request ID" }),
  noExtensions: answer("403 Forbidden", {
    errorType: "Extension.NotSupported",
    errorMessage: "The engine does not run extensions",
  }),
  notFound: answer("404 Not Found", { errorType: "NotFound", errorMessage: "The Runtime API has no such path" }),
  tooLarge: answer("413 Payload Too Large", {
    errorType: "RequestEntityTooLarge",
    errorMessage: `Exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  }),
} as const;

function answer(status: string, body: object): string {
  const text = JSON.stringify(body);
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
}

const route =
  /^\/2018-06-01\/runtime\/(?:(annex\/assignment)|invocation\/(next)|(init)\/error|invocation\/([^/]+)\/(response|error))$/;

export function toMessage(request: HttpRequest): RuntimeMessage {
  if (request.path === "/2018-06-01/runtime/invocation/next") return { kind: "next" };
  const [, assignment, next, init, requestId, outcome] = route.exec(request.path) ?? [];
  if (assignment !== undefined) return { kind: "ready" };
  if (next !== undefined) return { kind: "next" };
  if (init !== undefined) return { kind: "init-error", body: errorBody(request) };
  if (requestId === undefined) return { kind: "unknown" };
  const { tooLarge } = request;
  if (outcome === "error")
    return { kind: "error", requestId, body: errorBody(request), tooLarge, streamError: undefined };
  return { kind: "response", requestId, body: request.body, tooLarge, streamError: streamErrorOf(request) };
}

/** The request ID of a response whose body is to be passed on as it comes. */
export function streamedRequestId({ path, headers }: HttpHead): string | undefined {
  if (headers.get("lambda-runtime-function-response-mode")?.toLowerCase() !== "streaming") return undefined;
  const [, , , , requestId, outcome] = route.exec(path) ?? [];
  return outcome === "response" ? requestId : undefined;
}

/** The head of the answer to `next`; the payload follows. */
export function eventHead(request: InvokeRequest, deadlineMs: number): string {
  const { traceHeader } = request;
  return (
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" +
    `Lambda-Runtime-Aws-Request-Id: ${request.requestId}\r\n` +
    `Lambda-Runtime-Deadline-Ms: ${deadlineMs}\r\n` +
    `Lambda-Runtime-Invoked-Function-Arn: ${headerText(request.invokedFunctionArn)}\r\n` +
    `Lambda-Runtime-Trace-Id: ${traceHeader === undefined ? newTraceHeader() : headerText(traceHeader)}\r\n` +
    optional("Lambda-Runtime-Client-Context", request.clientContext) +
    optional("Lambda-Runtime-Aws-Tenant-Id", request.tenantId) +
    `Content-Length: ${request.payload.length}\r\n\r\n`
  );
}

const ID_BYTES = 20;
/** Random bytes for many IDs: to ask for them singly costs more than all the rest of a header. */
const randoms = Buffer.alloc(ID_BYTES * 256);
let randomsUsed = randoms.length;

function randomId(): string {
  if (randomsUsed === randoms.length) {
    randomFillSync(randoms);
    randomsUsed = 0;
  }
  randomsUsed += ID_BYTES;
  return randoms.toString("hex", randomsUsed - ID_BYTES, randomsUsed);
}

/** Lambda always has one: a root of its own that is not sampled (X-Ray's tracing header). */
function newTraceHeader(): string {
  const id = randomId();
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${id.slice(0, 24)};Parent=${id.slice(24)};Sampled=0`;
}

/** A runtime may tell the error's type in a header and no more. */
function errorBody({ body, headers }: HttpRequest): Buffer {
  const errorType = headers.get("lambda-runtime-function-error-type");
  return body.length > 0 || errorType === undefined ? body : Buffer.from(JSON.stringify({ errorType }));
}

/** The Runtime API tells what went wrong after the first byte in trailers, the error's JSON in base64. */
function streamErrorOf({ trailers }: HttpRequest): Buffer | undefined {
  const type = trailers.get("lambda-runtime-function-error-type");
  if (type === undefined) return undefined;
  const body = trailers.get("lambda-runtime-function-error-body");
  return body === undefined ? Buffer.from(JSON.stringify({ errorType: type })) : Buffer.from(body, "base64");
}

function optional(name: string, value: string | undefined): string {
  return value === undefined ? "" : `${name}: ${headerText(value)}\r\n`;
}

const visibleAscii = /^[ -~]*$/;

/** A header carries visible ASCII only; JSON keeps its meaning with `\u` escapes. */
function headerText(text: string): string {
  if (visibleAscii.test(text)) return text;
  return text
    .replace(/[\r\n\t]/g, " ")
    .replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
