import { connect, type Socket } from "node:net";

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const headEnd = Buffer.from("\r\n\r\n");
const lastChunk = Buffer.from("0\r\n\r\n");

/** Where one answer ends in `bytes`; undefined while more has to come. */
function readAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = bytes.toString("latin1", 0, end).toLowerCase();
  const status = Number(head.slice(9, 12));
  const body = bytes.subarray(end + headEnd.length);
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) return body.length < Number(length) ? undefined : { status, body };
  if (status === 204 || status === 202) return { status, body };
  return body.subarray(-lastChunk.length).equals(lastChunk) ? { status, body } : undefined;
}

/** A request that has no answer for this long ends the benchmark: nothing that is measured takes so long. */
const patienceMs = 10_000;

/** One kept HTTP/1.1 connection to loopback that sends bytes as they are: it costs the machine as little as it can. */
export class Connection {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #patienceMs: number;
  #received: Buffer = Buffer.alloc(0);
  #answered: ((answer: Answer) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: Socket, port: number, ms: number) {
    this.#socket = socket;
    this.#port = port;
    this.#patienceMs = ms;
    socket.setNoDelay(true);
    // Counted anew with each write and each byte read.
    socket.setTimeout(ms, () => this.#loosePatience());
    socket.on("data", (bytes: Buffer) => this.#read(bytes));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error(`port ${port} closed the connection before the answer`)));
  }

  /** @throws when nobody listens. */
  static open(port: number, ms = patienceMs): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Connection(socket, port, ms)));
      socket.once("error", reject);
    });
  }

  /** A server ends a connection that was idle for its keep-alive time: nothing can be asked on it any more. */
  get isOpen(): boolean {
    return this.#socket.writable && !this.#socket.readableEnded;
  }

  /** Sends one whole request and resolves with its answer. @throws when the peer has closed, closes, breaks, or is silent. */
  ask(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      // A write to a closed socket would be told to nobody.
      if (!this.isOpen) return reject(new Error(`port ${this.#port} has closed this connection`));
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    const failed = this.#failed;
    this.#failed = undefined;
    this.#answered = undefined;
    failed?.(error);
  }

  #loosePatience(): void {
    if (this.#answered === undefined) return;
    this.#fail(new Error(`port ${this.#port} did not answer within ${this.#patienceMs / 1000} s`));
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const answer = readAnswer(this.#received);
    if (answer === undefined) return;
    this.#received = Buffer.alloc(0);
    const answered = this.#answered;
    this.#answered = undefined;
    this.#failed = undefined;
    answered?.(answer);
  }
}
