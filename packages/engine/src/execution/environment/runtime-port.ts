import type { Server, Socket } from "node:net";
import { expectsContinue, goOn, type HttpHead, type HttpRequest, HttpRequests } from "../../http/http-requests.ts";
import type { InvokeRequest } from "../types.ts";
import {
  answers,
  eventHead,
  MAX_RESPONSE_BYTES,
  MAX_UNREAD_BYTES,
  type RuntimeListener,
  streamedRequestId,
  toMessage,
} from "./runtime-messages.ts";

/** A connection's answers in the order of its requests; `next` is one that waits for an event. */
type Answer = Buffer | "next";

interface Client {
  readonly socket: Socket;
  readonly requests: HttpRequests;
  readonly answers: Answer[];
  /** It asked for the connection's end, or said what is no HTTP. */
  ending: boolean;
}

const MAX_CLIENTS = 64;
const MAX_ANSWERS = 64;
/** Connections in a row on which nothing was said that the Runtime API has. */
const MAX_VAIN_CONNECTIONS = 256;

/**
 * The Runtime API on a TCP port inside of a sandbox, for runtimes that functions bring: any HTTP client, with as many
 * connections as it likes, kept alive or not. An event whose reader has gone waits for the next one who asks.
 */
export class RuntimePort {
  readonly #server: Server;
  readonly #listener: RuntimeListener;
  readonly #clients = new Set<Client>();
  #event: Buffer | undefined;
  /** The request ID that may be answered. */
  #current: string | undefined;
  #vainConnections = 0;

  constructor(server: Server, listener: RuntimeListener) {
    this.#server = server;
    this.#listener = listener;
    server.maxConnections = MAX_CLIENTS;
    server.on("connection", (socket) => this.#serve(socket));
  }

  give(request: InvokeRequest, deadlineMs: number): void {
    this.#current = request.requestId;
    const event = Buffer.concat([Buffer.from(eventHead(request, deadlineMs), "latin1"), request.payload]);
    const waiting = [...this.#clients].find(({ answers: queue }) => queue.includes("next"));
    if (waiting === undefined) this.#event = event;
    else this.#answerNext(waiting, event);
  }

  pause(): void {
    for (const { socket } of this.#clients) socket.pause();
  }

  resume(): void {
    for (const { socket } of this.#clients) socket.resume();
  }

  close(): void {
    this.#server.close();
    for (const { socket } of this.#clients) socket.destroy();
  }

  #serve(socket: Socket): void {
    if (++this.#vainConnections > MAX_VAIN_CONNECTIONS) return void this.#listener.onBroken();
    const client: Client = {
      socket,
      requests: new HttpRequests(MAX_RESPONSE_BYTES, (head) => this.#beginBody(client, head)),
      answers: [],
      ending: false,
    };
    this.#clients.add(client);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => this.#clients.delete(client));
    socket.on("data", (bytes: Buffer) => this.#read(client, bytes));
  }

  #read(client: Client, bytes: Buffer): void {
    try {
      for (const request of client.requests.push(bytes)) this.#accept(client, request);
    } catch {
      client.ending = true;
      this.#answer(client, answers.badRequest);
      this.#listener.onMessage({ kind: "unknown" });
    }
    if (client.answers.length > MAX_ANSWERS || client.socket.writableLength > MAX_UNREAD_BYTES) client.socket.destroy();
  }

  #beginBody(client: Client, head: HttpHead): ((bytes: Buffer) => void) | undefined {
    if (expectsContinue(head)) this.#answer(client, goOn);
    const requestId = streamedRequestId(head);
    return requestId !== undefined && requestId === this.#current ? this.#listener.onStream(requestId) : undefined;
  }

  #accept(client: Client, request: HttpRequest): void {
    client.ending = client.ending || request.close;
    const message = toMessage(request);
    const isKnown = message.kind !== "unknown" && message.kind !== "ready";
    if (!isKnown || (request.method === "GET") !== (message.kind === "next")) {
      this.#answer(client, request.path.includes("/extension/") ? answers.noExtensions : answers.notFound);
      return void this.#listener.onMessage({ kind: "unknown" });
    }
    this.#vainConnections = 0;
    if (message.kind === "next") return void this.#acceptNext(client);
    const isWrong = "requestId" in message && message.requestId !== this.#current;
    this.#answer(client, isWrong ? answers.wrongId : request.tooLarge ? answers.tooLarge : answers.accepted);
    if (!isWrong) this.#current = undefined;
    this.#listener.onMessage(message);
  }

  #acceptNext(client: Client): void {
    client.answers.push("next");
    const event = this.#event;
    this.#event = undefined;
    if (event === undefined) this.#listener.onMessage({ kind: "next" });
    else this.#answerNext(client, event);
  }

  #answerNext(client: Client, event: Buffer): void {
    client.answers[client.answers.indexOf("next")] = event;
    this.#flush(client);
  }

  #answer(client: Client, text: string): void {
    client.answers.push(Buffer.from(text));
    this.#flush(client);
  }

  #flush(client: Client): void {
    for (let answer = client.answers[0]; answer !== undefined && answer !== "next"; answer = client.answers[0]) {
      client.socket.write(answer);
      client.answers.shift();
    }
    if (client.ending && client.answers.length === 0) client.socket.end();
  }
}
