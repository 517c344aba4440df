/** The request line and fields of one request. */
export interface HttpHead {
  readonly method: string;
  /** In origin form, with its query. */
  readonly path: string;
  /** Names in lower case; a field that came twice holds both values, separated by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  /** The client ends the connection after the answer. */
  readonly close: boolean;
}

/** One request. */
export interface HttpRequest extends HttpHead {
  /** Empty where `onHead` took the body. */
  readonly body: Buffer;
  readonly trailers: ReadonlyMap<string, string>;
  /** The body was longer than allowed, and was read past and dropped. */
  readonly tooLarge: boolean;
}

/** Called when a head is there and a body is to come; what it returns takes the body's bytes as they arrive. */
export type OnHead = (head: HttpHead) => ((bytes: Buffer) => void) | undefined;

/** The client sends a body when it was told to go on. */
export const expectsContinue = ({ headers }: HttpHead) => headers.get("expect")?.toLowerCase() === "100-continue";
export const goOn = "HTTP/1.1 100 Continue\r\n\r\n";

const EMPTY = Buffer.alloc(0);
const noTrailers: ReadonlyMap<string, string> = new Map();
const LINE_END = Buffer.from("\r\n");
const HEAD_END = Buffer.from("\r\n\r\n");
const MAX_HEAD_BYTES = 64 << 10;
/** No string of any runtime is longer: a body that goes on is only there to be read. */
const MAX_PASSED_BYTES = 600 << 20;
const MAX_CHUNK_LINE_BYTES = 1 << 10;
const requestLine = /^([A-Z]+) (?:https?:\/\/[^/ ]+)?(\/[!-~]*) HTTP\/1\.([01])$/;
const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/;
const outsideOfFields = /[\0\r\n]/;
const chunkLine = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i;

type Phase = "head" | "body" | "chunk-size" | "chunk" | "chunk-end" | "trailers";

/**
 * Frames HTTP/1.1 requests by hand (RFC 9112): `node:http` would cost three times the CPU of a whole invocation.
 * Takes content-length and chunked bodies, in any split, and keeps no more than one head and one body of the allowed
 * size however they are sent. Throws on what is no request, or could be read in two ways.
 */
export class HttpRequests {
  readonly #maxBody: number;
  readonly #onHead: OnHead;
  #rest: Buffer = EMPTY;
  #phase: Phase = "head";
  #head: HttpHead | undefined;
  #sink: ((bytes: Buffer) => void) | undefined;
  /** Bytes that are still to come of the body, or of its present chunk. */
  #left = 0;
  #body: Buffer = EMPTY;
  #size = 0;

  constructor(maxBodyBytes: number, onHead: OnHead = () => undefined) {
    this.#maxBody = maxBodyBytes;
    this.#onHead = onHead;
  }

  /** True between two requests: nothing of the next one has come yet. */
  get isAtRest(): boolean {
    return this.#phase === "head" && this.#rest.length === 0;
  }

  push(bytes: Buffer): HttpRequest[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const requests: HttpRequest[] = [];
    for (let step = this.#step(); step !== "starved"; step = this.#step()) if (step !== "on") requests.push(step);
    return requests;
  }

  #step(): HttpRequest | "on" | "starved" {
    if (this.#phase === "head") return this.#readHead();
    if (this.#phase === "body") return this.#takeBody() ? this.#finish(noTrailers) : "starved";
    if (this.#phase === "chunk") return this.#takeBody() ? this.#enter("chunk-end") : "starved";
    if (this.#phase === "chunk-size") return this.#readChunkSize();
    if (this.#phase === "chunk-end") return this.#readChunkEnd();
    return this.#readTrailers();
  }

  #readHead(): HttpRequest | "on" | "starved" {
    // Empty lines before a request line are to be ignored (RFC 9112 section 2.2).
    while (this.#rest[0] === 13 && this.#rest[1] === 10) this.#rest = this.#rest.subarray(2);
    const text = this.#takeUntil(HEAD_END, MAX_HEAD_BYTES);
    if (text === undefined) return "starved";
    const head = parseHead(text);
    this.#head = head;
    const chunked = isChunked(head.headers);
    this.#left = chunked ? 0 : bodyLength(head.headers);
    if (!chunked && this.#left === 0) return this.#finish(noTrailers);
    this.#sink = this.#onHead(head);
    return this.#enter(chunked ? "chunk-size" : "body");
  }

  #readChunkSize(): "on" | "starved" {
    const line = this.#takeUntil(LINE_END, MAX_CHUNK_LINE_BYTES);
    if (line === undefined) return "starved";
    const size = chunkLine.exec(line)?.[1];
    if (size === undefined) throw new Error("bad chunk size");
    this.#left = Number.parseInt(size, 16);
    return this.#enter(this.#left === 0 ? "trailers" : "chunk");
  }

  #readChunkEnd(): "on" | "starved" {
    if (this.#rest.length < 2) return "starved";
    if (this.#rest[0] !== 13 || this.#rest[1] !== 10) throw new Error("bad chunk end");
    this.#rest = this.#rest.subarray(2);
    return this.#enter("chunk-size");
  }

  #readTrailers(): HttpRequest | "starved" {
    const none = this.#rest[0] === 13 && this.#rest[1] === 10;
    const text = none ? this.#takeUntil(LINE_END, 2) : this.#takeUntil(HEAD_END, MAX_HEAD_BYTES);
    return text === undefined ? "starved" : this.#finish(parseFields(text === "" ? [] : text.split("\r\n")));
  }

  /** Takes what is there of the body; true when it is whole. */
  #takeBody(): boolean {
    const bytes = this.#rest.subarray(0, this.#left);
    this.#rest = this.#rest.subarray(bytes.length);
    this.#left -= bytes.length;
    this.#size += bytes.length;
    if (this.#size > MAX_PASSED_BYTES) throw new Error("a body without end");
    if (this.#sink !== undefined) this.#sink(bytes);
    else if (this.#size > this.#maxBody) this.#body = EMPTY;
    else this.#append(bytes);
    return this.#left === 0;
  }

  // One buffer that doubles: a list of pieces would cost a hundred times their bytes when each piece is one byte.
  #append(bytes: Buffer): void {
    const before = this.#size - bytes.length;
    if (before === 0) {
      this.#body = bytes;
      return;
    }
    if (this.#size > this.#body.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.#maxBody, Math.max(4_096, this.#size * 2)));
      this.#body.copy(larger, 0, 0, before);
      this.#body = larger;
    }
    bytes.copy(this.#body, before);
  }

  #finish(trailers: ReadonlyMap<string, string>): HttpRequest {
    const head = this.#head;
    if (head === undefined) throw new Error("a body without a head");
    const tooLarge = this.#size > this.#maxBody && this.#sink === undefined;
    const body = this.#body.subarray(0, this.#size);
    this.#head = undefined;
    this.#sink = undefined;
    this.#body = EMPTY;
    this.#size = 0;
    this.#phase = "head";
    const { method, path, headers, close } = head;
    return { method, path, headers, close, body, trailers, tooLarge };
  }

  #enter(phase: Phase): "on" {
    this.#phase = phase;
    return "on";
  }

  #takeUntil(end: Buffer, max: number): string | undefined {
    const at = this.#rest.indexOf(end);
    if (at > max || (at < 0 && this.#rest.length > max + end.length)) throw new Error("line too long");
    if (at < 0) return undefined;
    const text = this.#rest.toString("latin1", 0, at);
    this.#rest = this.#rest.subarray(at + end.length);
    return text;
  }
}

function parseHead(text: string): HttpHead {
  const [line = "", ...fields] = text.split("\r\n");
  const [, method = "", path = "", minor] = requestLine.exec(line) ?? [];
  if (method === "") throw new Error("bad request line");
  const headers = parseFields(fields);
  const connection = headers.get("connection")?.toLowerCase() ?? "";
  return {
    method,
    path,
    headers,
    close: minor === "0" ? !connection.includes("keep-alive") : connection.includes("close"),
  };
}

function parseFields(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon));
    const value = withoutBlanks(line, colon + 1);
    if (outsideOfFields.test(value)) throw new Error("bad field");
    const key = lowerCased.get(name) ?? lowerCase(name);
    const known = fields.get(key);
    fields.set(key, known === undefined ? value : `${known}, ${value}`);
  }
  return fields;
}

/** Names of fields that came before: callers send the same ones again and again. */
const lowerCased = new Map<string, string>();
const maxNames = 1_000;
const maxNameLength = 64;

function lowerCase(name: string): string {
  if (!fieldName.test(name)) throw new Error("bad field");
  const key = name.toLowerCase();
  if (lowerCased.size >= maxNames) lowerCased.clear();
  if (name.length <= maxNameLength) lowerCased.set(name, key);
  return key;
}

/** The text from `start` on, without the spaces and tabs around it: no other character is a blank here. */
function withoutBlanks(line: string, start: number): string {
  let [from, to] = [start, line.length];
  while (from < to && isBlank(line.charCodeAt(from))) from++;
  while (to > from && isBlank(line.charCodeAt(to - 1))) to--;
  return line.slice(from, to);
}

const isBlank = (code: number) => code === 0x20 || code === 0x09;

// "A sender MUST NOT send a Content-Length header field in any message that contains a Transfer-Encoding" (RFC 9112
// section 6.2), and who does may mean to smuggle.
function isChunked(headers: ReadonlyMap<string, string>): boolean {
  const encoding = headers.get("transfer-encoding");
  if (encoding === undefined) return false;
  if (encoding.toLowerCase() !== "chunked" || headers.has("content-length")) throw new Error("bad transfer-encoding");
  return true;
}

function bodyLength(headers: ReadonlyMap<string, string>): number {
  const text = headers.get("content-length");
  if (text === undefined) return 0;
  const length = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(length)) throw new Error("bad content-length");
  return length;
}
