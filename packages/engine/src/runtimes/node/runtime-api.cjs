// The Lambda Runtime API (2018-06-01) over the socket that the engine handed to this process, framed by hand:
// an answer and the request for the next event leave in one write.
const { writeSync } = require("node:fs");
const { Socket } = require("node:net");

const PREFIX = "/2018-06-01/runtime/";
const NEXT = `GET ${PREFIX}invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n`;
const HEAD_END = Buffer.from("\r\n\r\n");
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const READ_BYTES = 64 * 1024;

class RuntimeApi {
  #socket;
  #fd;
  #received = [];
  #length = 0;
  #head;
  #waiting;
  // One for all that is read: Node would take 64 KB anew for each event.
  #buffer = Buffer.allocUnsafeSlow(READ_BYTES);

  constructor(fd) {
    this.#fd = fd;
    const onread = { buffer: this.#buffer, callback: (length) => this.#read(this.#buffer.subarray(0, length)) };
    this.#socket = new Socket({ fd, readable: true, writable: true, onread });
    this.#socket.on("close", () => process.exit(1));
    this.#socket.on("error", () => process.exit(1));
  }

  async takeAssignment() {
    const answer = await this.#ask(`GET ${PREFIX}annex/assignment HTTP/1.1\r\nHost: runtime\r\n\r\n`);
    return JSON.parse(answer.body);
  }

  async next() {
    return toEvent(await this.#ask(NEXT));
  }

  /** Answers an invocation and asks for the next event. */
  respond(requestId, body) {
    return this.#ask(post(`invocation/${requestId}/response`, body) + NEXT).then(toEvent);
  }

  fail(requestId, body) {
    return this.#ask(post(`invocation/${requestId}/error`, body) + NEXT).then(toEvent);
  }

  /** Begins a streamed answer: what is written goes out at once. */
  startStream(requestId, contentType) {
    const fields = [
      `POST ${PREFIX}invocation/${requestId}/response HTTP/1.1`,
      "Host: runtime",
      `Content-Type: ${contentType}`,
      "Lambda-Runtime-Function-Response-Mode: streaming",
      "Transfer-Encoding: chunked",
      "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
    ];
    this.#socket.write(`${fields.join("\r\n")}\r\n\r\n`);
  }

  /** Calls back when the engine has taken the bytes: a slow reader makes the handler wait. */
  writeStream(bytes, callback) {
    const head = Buffer.from(`${bytes.length.toString(16)}\r\n`);
    this.#socket.write(Buffer.concat([head, bytes, Buffer.from("\r\n")]), callback);
  }

  /** Ends a streamed answer, with an error's type and JSON where it failed, and asks for the next event. */
  async endStream(error) {
    const trailers =
      error === undefined
        ? ""
        : `Lambda-Runtime-Function-Error-Type: ${error.type}\r\nLambda-Runtime-Function-Error-Body: ${Buffer.from(error.body).toString("base64")}\r\n`;
    return toEvent(await this.#ask(Buffer.concat([Buffer.from(`0\r\n${trailers}\r\n`), Buffer.from(NEXT)])));
  }

  error(requestId, body) {
    this.#last = post(`invocation/${requestId}/error`, body);
  }

  initError(body) {
    this.#last = post("init/error", body);
  }

  #last;

  /** Writes what is left before the process ends: nothing asynchronous would run any more. */
  flushAndExit(code) {
    let rest = Buffer.from(this.#last ?? "");
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(this.#fd, rest));
      } catch (error) {
        if (error.code !== "EAGAIN") break;
      }
    }
    process.exit(code);
  }

  /** While a handler runs, waiting for us must not keep its event loop alive. */
  keepAlive(alive) {
    if (alive) this.#socket.ref();
    else this.#socket.unref();
  }

  #ask(request) {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#socket.write(request);
    });
  }

  #read(bytes) {
    this.#received.push(bytes);
    this.#length += bytes.length;
    for (let answer = this.#readAnswer(); answer !== undefined; answer = this.#readAnswer()) {
      // 202 and 413 only confirm what we posted; the event behind it is what the caller waits for.
      if (answer.status === 200) this.#waiting?.(answer);
    }
    this.#keepRest();
    return true;
  }

  #readAnswer() {
    this.#head ??= this.#readHead();
    if (this.#head === undefined || this.#length < this.#head.length) return undefined;
    const { status, fields, length } = this.#head;
    this.#head = undefined;
    return { status, fields, body: this.#take(length).toString("utf8") };
  }

  /** The buffer is read into again: what is left in it is copied. */
  #keepRest() {
    const last = this.#received.pop();
    if (last !== undefined) this.#received.push(last.buffer === this.#buffer.buffer ? Buffer.from(last) : last);
  }

  #readHead() {
    if (this.#length === 0) return undefined;
    const bytes = this.#joined();
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return undefined;
    const fields = bytes.toString("latin1", 0, end);
    this.#take(end + 4);
    return { status: Number(fields.slice(9, 12)), fields, length: Number(CONTENT_LENGTH.exec(fields)?.[1] ?? 0) };
  }

  #joined() {
    if (this.#received.length !== 1) this.#received = [Buffer.concat(this.#received)];
    return this.#received[0];
  }

  #take(length) {
    const bytes = this.#joined();
    this.#received = bytes.length === length ? [] : [bytes.subarray(length)];
    this.#length -= length;
    return bytes.subarray(0, length);
  }
}

function post(path, body) {
  const length = Buffer.byteLength(body);
  return `POST ${PREFIX}${path} HTTP/1.1\r\nHost: runtime\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

/** A field of the head, by the name as the engine writes it. */
function fieldOf(fields, name) {
  const start = fields.indexOf(`\r\n${name}: `);
  if (start < 0) return undefined;
  const from = start + name.length + 4;
  const end = fields.indexOf("\r\n", from);
  return end < 0 ? fields.slice(from) : fields.slice(from, end);
}

function toEvent({ fields, body }) {
  return {
    requestId: fieldOf(fields, "Lambda-Runtime-Aws-Request-Id"),
    deadlineMs: Number(fieldOf(fields, "Lambda-Runtime-Deadline-Ms")),
    arn: fieldOf(fields, "Lambda-Runtime-Invoked-Function-Arn"),
    traceId: fieldOf(fields, "Lambda-Runtime-Trace-Id"),
    clientContext: fieldOf(fields, "Lambda-Runtime-Client-Context"),
    tenantId: fieldOf(fields, "Lambda-Runtime-Aws-Tenant-Id"),
    body,
  };
}

module.exports = { RuntimeApi };
