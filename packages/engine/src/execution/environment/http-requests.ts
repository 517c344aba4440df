/** One request of a runtime client. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** The body was longer than allowed, and was read past and dropped. */
  readonly tooLarge: boolean;
}

const HEAD_END = Buffer.from("\r\n\r\n");
const CHUNK_END = Buffer.from("\r\n");
const MAX_HEAD_BYTES = 64 << 10;

/**
 * Frames HTTP/1.1 requests by hand (RFC 9112): `node:http` would cost three times the CPU of a whole invocation.
 * Takes content-length and chunked bodies, in any split. Throws on what is no HTTP request at all.
 */
export class HttpRequests {
  #pending: Buffer[] = [];
  #length = 0;
  #head: { method: string; path: string; headers: Map<string, string> } | undefined;
  #chunks: Buffer[] | undefined;
  #skip = 0;
  readonly #maxBody: number;

  constructor(maxBodyBytes: number) {
    this.#maxBody = maxBodyBytes;
  }

  push(bytes: Buffer): HttpRequest[] {
    this.#pending.push(bytes);
    this.#length += bytes.length;
    const requests: HttpRequest[] = [];
    for (let request = this.#next(); request !== undefined; request = this.#next()) requests.push(request);
    return requests;
  }

  #next(): HttpRequest | undefined {
    if (this.#skip > 0) return this.#skipBody();
    this.#head ??= this.#readHead();
    if (this.#head === undefined) return undefined;
    if (this.#head.headers.get("transfer-encoding")?.toLowerCase() === "chunked") return this.#readChunked();
    const length = Number(this.#head.headers.get("content-length") ?? 0);
    if (!Number.isSafeInteger(length) || length < 0) throw new Error("bad content-length");
    if (length > this.#maxBody) {
      this.#skip = length;
      return this.#skipBody();
    }
    const body = this.#take(length);
    return body && this.#finish(body, false);
  }

  #readHead() {
    const bytes = this.#joined();
    // Empty lines before a request line are to be ignored (RFC 9112 section 2.2).
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      if (bytes.length > MAX_HEAD_BYTES) throw new Error("request head too long");
      return undefined;
    }
    const [line = "", ...fields] = bytes.toString("latin1", 0, end).trimStart().split("\r\n");
    const [method, path] = line.split(" ");
    if (method === undefined || path === undefined) throw new Error("bad request line");
    this.#take(end + HEAD_END.length);
    return { method, path, headers: new Map(fields.map(parseField)) };
  }

  #readChunked(): HttpRequest | undefined {
    this.#chunks ??= [];
    for (;;) {
      const bytes = this.#joined();
      const end = bytes.indexOf(CHUNK_END);
      if (end < 0) return undefined;
      const size = Number.parseInt(bytes.toString("latin1", 0, end), 16);
      if (!Number.isSafeInteger(size) || size < 0) throw new Error("bad chunk size");
      if (bytes.length < end + 2 + size + 2) return undefined;
      const chunk = bytes.subarray(end + 2, end + 2 + size);
      this.#take(end + 2 + size + 2);
      if (size > 0) {
        this.#chunks.push(chunk);
        continue;
      }
      const body = Buffer.concat(this.#chunks);
      return this.#finish(body.length > this.#maxBody ? Buffer.alloc(0) : body, body.length > this.#maxBody);
    }
  }

  #skipBody(): HttpRequest | undefined {
    const skipped = Math.min(this.#skip, this.#length);
    this.#take(skipped);
    this.#skip -= skipped;
    return this.#skip > 0 ? undefined : this.#finish(Buffer.alloc(0), true);
  }

  #finish(body: Buffer, tooLarge: boolean): HttpRequest | undefined {
    const head = this.#head;
    this.#head = undefined;
    this.#chunks = undefined;
    return head && { ...head, body, tooLarge };
  }

  #joined(): Buffer {
    if (this.#pending.length !== 1) this.#pending = [Buffer.concat(this.#pending)];
    return this.#pending[0] ?? Buffer.alloc(0);
  }

  #take(length: number): Buffer | undefined {
    if (this.#length < length) return undefined;
    const bytes = this.#joined();
    this.#pending = bytes.length === length ? [] : [bytes.subarray(length)];
    this.#length -= length;
    return bytes.subarray(0, length);
  }
}

function parseField(field: string): [string, string] {
  const colon = field.indexOf(":");
  return [field.slice(0, colon).trim().toLowerCase(), field.slice(colon + 1).trim()];
}
