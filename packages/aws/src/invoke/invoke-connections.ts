import type { WholeAnswer } from "./answer-reader.ts";
import { InvokeConnection } from "./invoke-connection.ts";

interface Request {
  /** Path and query as on the wire. */
  readonly path: string;
  /** Of bytes that a header may have: nothing of a caller's is among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Waiting {
  readonly begin: (connection: InvokeConnection) => void;
  readonly fail: (error: Error) => void;
}

export interface ConnectionLimits {
  /** Connections at once: more requests wait for one. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly silenceMs: number;
  readonly mostAnswerBytes: number;
}

/** One buffer and one write for each request: a second piece costs the kernel as much as the first. */
function bytesOf({ path, headers, body }: Request): Buffer {
  let head = `POST ${path} HTTP/1.1\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  head += "\r\n";
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head, "latin1");
  body.copy(bytes, head.length);
  return bytes;
}

/**
 * Kept connections to one cell for whole answers. undici, which streams are sent by, costs two to three times as much
 * for it (decisions/066). The connection that was used last is used next.
 */
export class InvokeConnections {
  readonly #endpoint: URL;
  readonly #limits: ConnectionLimits;
  readonly #open = new Set<InvokeConnection>();
  readonly #idle: InvokeConnection[] = [];
  readonly #waiting = new Set<Waiting>();

  constructor(endpoint: URL, limits: ConnectionLimits) {
    this.#endpoint = endpoint;
    this.#limits = limits;
  }

  /**
   * Posts a request and waits for its whole answer. Rejects with what the network said, with `WrongAnswer`, or with the
   * signal's reason once it is aborted. Nothing is ever sent twice.
   */
  post(request: Request, signal: AbortSignal): Promise<WholeAnswer> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      let used: InvokeConnection | undefined;
      const giveUp = () => {
        this.#waiting.delete(waiting);
        if (used) used.end(signal.reason);
        else reject(signal.reason);
      };
      const over = () => signal.removeEventListener("abort", giveUp);
      const fail = (error: Error) => {
        over();
        reject(error);
      };
      const begin = (connection: InvokeConnection) => {
        used = connection;
        connection.ask(bytesOf(request), {
          answered: (answer) => {
            over();
            this.#release(connection);
            resolve(answer);
          },
          failed: fail,
        });
      };
      const waiting = { begin, fail };
      signal.addEventListener("abort", giveUp);
      const connection = this.#take();
      if (connection) begin(connection);
      else this.#waiting.add(waiting);
    });
  }

  /** Ends all connections; who waits for an answer, or for a connection, is told so. */
  close(): void {
    const error = new Error("the connections to the cell were closed");
    for (const waiting of this.#waiting) waiting.fail(error);
    this.#waiting.clear();
    for (const connection of this.#open) connection.end(error);
  }

  /** One that is idle, or a new one; undefined where there are as many as may be. */
  #take(): InvokeConnection | undefined {
    const now = Date.now();
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.isUsable(now)) return idle;
      idle.end(new Error("the cell keeps it no longer"));
      this.#open.delete(idle);
    }
    return this.#open.size < this.#limits.connections ? this.#connect() : undefined;
  }

  #connect(): InvokeConnection {
    const { connectTimeoutMs, silenceMs, mostAnswerBytes } = this.#limits;
    const onEnd = () => {
      this.#open.delete(connection);
      const index = this.#idle.indexOf(connection);
      if (index >= 0) this.#idle.splice(index, 1);
      this.#serve();
    };
    const options = { endpoint: this.#endpoint, connectTimeoutMs, silenceMs, mostAnswerBytes, onEnd };
    const connection = new InvokeConnection(options);
    this.#open.add(connection);
    return connection;
  }

  #release(connection: InvokeConnection): void {
    if (connection.isUsable(Date.now())) this.#idle.push(connection);
    this.#serve();
  }

  /** Whoever waits first gets what became free. */
  #serve(): void {
    for (const waiting of this.#waiting) {
      const connection = this.#take();
      if (!connection) return;
      this.#waiting.delete(waiting);
      waiting.begin(connection);
    }
  }
}
