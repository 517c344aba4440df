import { createServer, type Server } from "node:net";
import { keepAliveSeconds } from "./http-answer.ts";
import { type HandleRequest, HttpConnection } from "./http-connection.ts";

/** As `node:http` has them: a connection without requests, and a request that does not become whole. */
const idleMs = keepAliveSeconds * 1000;
const requestMs = 300_000;
const sweepMs = 5_000;
/** The same for a request that is still to come when the server ends. */
const lastRequestMs = 5_000;

/** HTTP/1.1 on the loopback address. */
export class HttpServer {
  readonly #connections = new Set<HttpConnection>();
  readonly #server: Server;
  readonly #sweep: NodeJS.Timeout;
  #isClosing = false;

  constructor(handle: HandleRequest) {
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      const connection = new HttpConnection(socket, handle);
      this.#connections.add(connection);
      socket.once("close", () => this.#connections.delete(connection));
    });
    this.#sweep = setInterval(() => this.#endStale(), sweepMs);
    this.#sweep.unref();
  }

  /** Resolves with the port; 0 takes a free one. Rejects when it is taken. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", 511, () => {
        const address = this.#server.address();
        resolve(address && typeof address === "object" ? address.port : port);
      });
    });
  }

  /** Takes no more callers; resolves when every request that had come is answered. */
  close(): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const connection of this.#connections) connection.end();
    return closed.finally(() => clearInterval(this.#sweep));
  }

  #endStale(): void {
    const now = performance.now();
    for (const connection of this.#connections)
      connection.endStale(now, idleMs, this.#isClosing ? lastRequestMs : requestMs);
  }
}
