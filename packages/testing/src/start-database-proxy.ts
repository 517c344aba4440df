import { createServer, connect as dial, type Socket } from "node:net";
import { listenLocally } from "./listen-locally.ts";

/** A way to the database that a test can watch and cut. */
export interface DatabaseProxy {
  /** The same database through the proxy. */
  readonly url: string;
  /** Every statement that was executed since the start or the last `forget`, as its SQL text. */
  readonly statements: readonly string[];
  forget(): void;
  /** Ends every connection and accepts none: the database is down. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

/** Reads the client's side of PostgreSQL's protocol (version 3): Query, Parse and Bind tell what is executed. */
class StatementReader {
  readonly #onStatement: (text: string) => void;
  readonly #prepared = new Map<string, string>();
  #rest = Buffer.alloc(0);
  #isStarted = false;

  constructor(onStatement: (text: string) => void) {
    this.#onStatement = onStatement;
  }

  read(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const typeBytes = this.#isStarted ? 1 : 0; // the first message has no type
      if (this.#rest.length < typeBytes + 4) return;
      const end = typeBytes + this.#rest.readUInt32BE(typeBytes);
      if (this.#rest.length < end) return;
      if (this.#isStarted) this.#message(String.fromCharCode(this.#rest[0] ?? 0), this.#rest.subarray(5, end));
      this.#isStarted = true;
      this.#rest = this.#rest.subarray(end);
    }
  }

  #message(type: string, body: Buffer): void {
    const [first = "", second = ""] = body.toString("utf8").split("\0");
    if (type === "Q") this.#onStatement(first);
    if (type === "P") this.#prepared.set(first, second);
    if (type === "B") this.#onStatement(this.#prepared.get(second) ?? second);
  }
}

/** Stands between a service and its database. `url` is the database's. */
export async function startDatabaseProxy(url: string): Promise<DatabaseProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const statements: string[] = [];
  let isCut = false;

  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.on("error", () => other.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      other.destroy();
    });
  };

  const server = createServer((client) => {
    if (isCut) return client.destroy();
    const upstream = dial({ host: target.hostname, port: Number(target.port), noDelay: true });
    const reader = new StatementReader((text) => statements.push(text));
    keep(client, upstream);
    keep(upstream, client);
    client.on("data", (bytes: Buffer) => {
      reader.read(bytes);
      upstream.write(bytes);
    });
    upstream.pipe(client);
  });
  const port = await listenLocally(server);
  const proxied = new URL(url);
  proxied.hostname = "127.0.0.1";
  proxied.port = String(port);

  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: proxied.href,
    statements,
    forget: () => void statements.splice(0),
    cut,
    restore() {
      isCut = false;
    },
    async close() {
      cut();
      await new Promise((done) => server.close(done));
    },
  };
}
