import { connect as connectPlainly, isIP, type Socket } from "node:net";
import { connect as connectWithTls } from "node:tls";
import { AnswerReader, type WholeAnswer } from "./answer-reader.ts";

/** What one request comes to. */
export interface Asked {
  answered(answer: WholeAnswer): void;
  failed(error: Error): void;
}

interface ConnectionOptions {
  readonly endpoint: URL;
  readonly connectTimeoutMs: number;
  /** Milliseconds of silence after which a request is given up. */
  readonly silenceMs: number;
  readonly mostAnswerBytes: number;
  /** It has ended, whyever. */
  readonly onEnd: () => void;
}

/** Where a server does not say how long it keeps an idle connection, it is believed to be kept for so long. */
const keptMs = 4000;
/** It may be on its way to closing: what is sent in that moment is lost, and could have run. */
const marginMs = 1000;

const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

function open({ protocol, hostname, port }: URL): Socket {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  if (protocol === "http:") return connectPlainly({ host, port: Number(port || 80) });
  const name = isIP(host) === 0 ? { servername: host } : {}; // an address is no name (RFC 6066, 3)
  return connectWithTls({ host, port: Number(port || 443), ALPNProtocols: ["http/1.1"], ...name });
}

/** One kept HTTP/1.1 connection that carries one request at a time. */
export class InvokeConnection {
  readonly #socket: Socket;
  readonly #mostAnswerBytes: number;
  #asked: Asked | undefined;
  #reader: AnswerReader;
  #isConnected = false;
  #hasEnded = false;
  #usableUntil = Number.POSITIVE_INFINITY;

  constructor({ endpoint, connectTimeoutMs, silenceMs, mostAnswerBytes, onEnd }: ConnectionOptions) {
    this.#mostAnswerBytes = mostAnswerBytes;
    this.#reader = new AnswerReader(mostAnswerBytes);
    const socket = open(endpoint);
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(connectTimeoutMs);
    socket.once(endpoint.protocol === "http:" ? "connect" : "secureConnect", () => {
      this.#isConnected = true;
      socket.setTimeout(silenceMs);
    });
    socket.on("timeout", () =>
      this.end(
        this.#isConnected
          ? failure("ANSWER_TIMEOUT", "the cell did not answer in time")
          : failure("CONNECT_TIMEOUT", "the cell could not be connected to in time"),
      ),
    );
    socket.on("data", (bytes) => this.#read(bytes));
    socket.on("error", (error) => this.end(error));
    socket.on("end", () => this.#close());
    socket.on("close", () => {
      this.#close();
      onEnd();
    });
  }

  /** Whether another request can be sent: the server has not closed it, nor is about to. */
  isUsable(now: number): boolean {
    return !this.#hasEnded && now < this.#usableUntil;
  }

  /** Sends one request, as its bytes; while the connection is not made yet they wait. */
  ask(request: Buffer, asked: Asked): void {
    this.#asked = asked;
    this.#socket.write(request);
  }

  /** Ends it; who waits for an answer is told why. */
  end(error: Error): void {
    this.#hasEnded = true;
    this.#socket.destroy();
    const asked = this.#asked;
    this.#asked = undefined;
    asked?.failed(error);
  }

  #read(bytes: Buffer): void {
    if (this.#asked === undefined) return void this.end(failure("ECONNRESET", "the cell sent what nobody asked for"));
    try {
      const answer = this.#reader.push(bytes);
      if (answer !== undefined) this.#finish(answer);
    } catch (error) {
      this.end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #finish(answer: WholeAnswer): void {
    const asked = this.#asked;
    this.#asked = undefined;
    this.#reader = new AnswerReader(this.#mostAnswerBytes);
    if (answer.isKept) this.#usableUntil = Date.now() + keptFor(answer);
    else this.end(failure("ECONNRESET", "closed"));
    asked?.answered(answer);
  }

  /** The server closed it: an answer that goes on until then is whole, another one never comes. */
  #close(): void {
    const answer = this.#asked && this.#reader.end();
    if (answer) this.#finish(answer);
    else this.end(failure("ECONNRESET", "the cell closed the connection before its answer"));
  }
}

/** The last one that was read: a server says the same each time. */
let known = { text: "", ms: keptMs };

/** How long the server says that it keeps the connection. */
function keptFor({ headers }: WholeAnswer): number {
  const text = headers.get("keep-alive") ?? "";
  if (text !== known.text) {
    const told = /timeout=(\d{1,6})/.exec(text)?.[1];
    known = { text, ms: told === undefined ? keptMs : Number(told) * 1000 - marginMs };
  }
  return known.ms;
}
