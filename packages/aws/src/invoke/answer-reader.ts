/** A whole HTTP answer. */
export interface WholeAnswer {
  readonly statusCode: number;
  /** Names in lower case; of a field that came twice the first. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  /** The connection can carry another request. */
  readonly isKept: boolean;
}

type Head = Pick<WholeAnswer, "statusCode" | "headers" | "isKept">;
type Phase = "head" | "body" | "size" | "chunk" | "chunk-end" | "trailers" | "until-close";

const empty = Buffer.alloc(0);
const headEnd = Buffer.from("\r\n\r\n");
const lineEnd = Buffer.from("\r\n");
const mostHeadBytes = 65_536;
const mostLineBytes = 1024;
const statusLine = /^HTTP\/1\.([01]) (\d{3})(?: |$)/;
const chunkLine = /^([0-9a-f]{1,7})[ \t]*(?:;.*)?$/i;

/** An answer that is none, or is longer than Lambda's are. */
export class WrongAnswer extends Error {
  readonly code = "WRONG_ANSWER";
}

/** Reads the answer to one request (RFC 9112), however its bytes are split. */
export class AnswerReader {
  readonly #mostBytes: number;
  #phase: Phase = "head";
  #rest: Buffer = empty;
  #head: Head | undefined;
  #parts: Buffer[] = [];
  #size = 0;
  /** Bytes that are to come of the body, or of its present chunk. */
  #left = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** The answer once it is whole. @throws WrongAnswer */
  push(bytes: Buffer): WholeAnswer | undefined {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const step = this.#step();
      if (step !== "on") return step;
    }
  }

  /** The connection has ended: the answer, where that is how it tells its end. */
  end(): WholeAnswer | undefined {
    return this.#phase === "until-close" ? this.#whole() : undefined;
  }

  #step(): WholeAnswer | undefined | "on" {
    if (this.#phase === "head") return this.#readHead();
    if (this.#phase === "body") return this.#take(this.#left) ? this.#whole() : undefined;
    if (this.#phase === "chunk") return this.#take(this.#left) ? this.#enter("chunk-end") : undefined;
    if (this.#phase === "until-close") return void this.#take(this.#rest.length);
    const line = this.#readLine();
    if (line === undefined) return undefined;
    if (this.#phase === "size") return this.#beginChunk(line);
    if (this.#phase === "trailers") return line === "" ? this.#whole() : "on";
    if (line !== "") throw new WrongAnswer("a chunk does not end where it said");
    return this.#enter("size");
  }

  #readHead(): WholeAnswer | undefined | "on" {
    const text = this.#textUntil(headEnd, mostHeadBytes);
    if (text === undefined) return undefined;
    const head = parseHead(text);
    if (head.statusCode < 200) return "on"; // the answer itself follows (RFC 9110, 15.2)
    this.#head = head;
    if (head.statusCode === 204 || head.statusCode === 304) return this.#whole();
    const length = head.headers.get("content-length");
    if (head.headers.has("transfer-encoding")) return this.#beginChunks(head);
    if (length === undefined) return this.#enter("until-close");
    if (!/^\d{1,15}$/.test(length)) throw new WrongAnswer("its length is no number");
    this.#left = Number(length);
    return this.#enter("body");
  }

  #beginChunks({ headers }: Head): "on" {
    if (headers.get("transfer-encoding")?.toLowerCase() !== "chunked" || headers.has("content-length"))
      throw new WrongAnswer("its length can be read in two ways");
    return this.#enter("size");
  }

  #beginChunk(line: string): "on" {
    const size = chunkLine.exec(line)?.[1];
    if (size === undefined) throw new WrongAnswer("a chunk has no size");
    this.#left = Number.parseInt(size, 16);
    return this.#enter(this.#left === 0 ? "trailers" : "chunk");
  }

  #readLine(): string | undefined {
    return this.#textUntil(lineEnd, mostLineBytes);
  }

  #textUntil(end: Buffer, most: number): string | undefined {
    const at = this.#rest.indexOf(end);
    if (at > most || (at < 0 && this.#rest.length > most + end.length)) throw new WrongAnswer("a line has no end");
    if (at < 0) return undefined;
    const text = this.#rest.toString("latin1", 0, at);
    this.#rest = this.#rest.subarray(at + end.length);
    return text;
  }

  /** Takes what is there of so many bytes of the body; true when they are all there. */
  #take(length: number): boolean {
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(bytes.length);
    this.#size += bytes.length;
    this.#left -= bytes.length;
    if (this.#size > this.#mostBytes) throw new WrongAnswer(`it is longer than ${this.#mostBytes} bytes`);
    if (bytes.length > 0) this.#parts.push(bytes);
    return bytes.length === length;
  }

  #whole(): WholeAnswer {
    const head = this.#head;
    if (head === undefined) throw new WrongAnswer("a body has no head");
    // Nothing was asked that what stands behind it could answer.
    const isKept = head.isKept && this.#rest.length === 0 && this.#phase !== "until-close";
    const [only = empty] = this.#parts;
    const body = this.#parts.length > 1 ? Buffer.concat(this.#parts) : only;
    return { ...head, isKept, text: body.toString() };
  }

  #enter(phase: Phase): "on" {
    this.#phase = phase;
    return "on";
  }
}

function parseHead(text: string): Head {
  const [first = "", ...lines] = text.split("\r\n");
  const [, minor, status] = statusLine.exec(first) ?? [];
  if (status === undefined) throw new WrongAnswer("it is no HTTP/1.1");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1) throw new WrongAnswer("a field has no name");
    const name = line.slice(0, colon).toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
    else if (name === "content-length") throw new WrongAnswer("it has two lengths");
  }
  const connection = headers.get("connection")?.toLowerCase() ?? "";
  const isKept = minor === "1" ? !connection.includes("close") : connection.includes("keep-alive");
  return { statusCode: Number(status), headers, isKept };
}
