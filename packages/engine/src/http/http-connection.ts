import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { type AwsResponse, maxBodyBytes } from "./aws-request.ts";
import { answerBytes, answerHead } from "./http-answer.ts";
import { expectsContinue, goOn, type HttpHead, type HttpRequest, HttpRequests } from "./http-requests.ts";

/** Answers one request of a caller at `sourceIp`, now or later, once. */
export type HandleRequest = (request: HttpRequest, sourceIp: string, reply: (response: AwsResponse) => void) => void;

/** Requests that came before the answers of those before them; who sends more is not read meanwhile. */
const maxWaiting = 16;
const badRequest: AwsResponse = { status: 400, headers: {}, body: "" };

/**
 * One caller's connection: HTTP/1.1 requests, answered in their order, kept alive. `node:http` costs more CPU than all
 * that an invocation is checked for.
 */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #handle: HandleRequest;
  readonly #requests = new HttpRequests(maxBodyBytes, (head) => this.#encourage(head));
  readonly #waiting: HttpRequest[] = [];
  readonly #sourceIp: string;
  #isAnswering = false;
  #isStreaming = false;
  #isEnding = false;
  /** When something last came or left, on the clock of `performance.now()`. */
  #movedAt = performance.now();

  constructor(socket: Socket, handle: HandleRequest) {
    this.#socket = socket;
    this.#handle = handle;
    this.#sourceIp = socket.remoteAddress ?? "";
    socket.setNoDelay(true);
    socket.on("error", () => {}); // a caller that went away; "close" follows
    socket.on("data", (bytes: Buffer) => this.#read(bytes));
    socket.on("end", () => this.#hangUp());
  }

  /** Nothing of a request is here. */
  get isIdle(): boolean {
    return !this.#isAnswering && this.#waiting.length === 0 && this.#requests.isAtRest;
  }

  /** Ends the connection: now when it is idle, else after the answers to what has begun to come. */
  end(): void {
    this.#isEnding = true;
    if (this.isIdle) this.#socket.destroySoon();
  }

  /** Ends a connection on which nothing moves for too long; an answer may take its time. */
  endStale(now: number, idleMs: number, requestMs: number): void {
    if (this.#isAnswering) return;
    if (now - this.#movedAt > (this.isIdle ? idleMs : requestMs)) this.#socket.destroy();
  }

  /** The caller closed its half. What it asked before is still answered, but who reads a stream does not go away first. */
  #hangUp(): void {
    this.#isEnding = true;
    if (this.#isStreaming) this.#socket.destroy();
    else if (!this.#isAnswering && this.#waiting.length === 0) this.#socket.destroySoon();
  }

  #encourage(head: HttpHead): undefined {
    if (!this.#isAnswering && expectsContinue(head)) this.#socket.write(goOn);
  }

  #read(bytes: Buffer): void {
    this.#movedAt = performance.now();
    if (this.#isEnding && this.#requests.isAtRest) return;
    try {
      for (const request of this.#requests.push(bytes)) this.#waiting.push(request);
    } catch {
      this.#isEnding = true;
      if (!this.#isAnswering) this.#socket.write(answerBytes(badRequest, "", true));
      this.#socket.destroySoon();
      return;
    }
    if (this.#waiting.length > maxWaiting) this.#socket.pause();
    this.#next();
  }

  #next(): void {
    if (this.#isAnswering) return;
    const request = this.#waiting.shift();
    if (request === undefined) return;
    if (this.#socket.isPaused()) this.#socket.resume();
    this.#isAnswering = true;
    this.#isEnding ||= request.close;
    this.#handle(request, this.#sourceIp, (response) => this.#answer(response));
  }

  #answer(response: AwsResponse): void {
    const { body } = response;
    if (body instanceof Readable) return void this.#stream(response, body);
    const closes = this.#closes();
    this.#socket.write(answerBytes(response, body, closes));
    this.#done();
  }

  #closes(): boolean {
    return this.#isEnding && this.#waiting.length === 0;
  }

  #done(): void {
    this.#movedAt = performance.now();
    this.#isAnswering = false;
    if (this.#closes()) this.#socket.destroySoon();
    else this.#next();
  }

  /** Sends a body as it comes. A caller that goes away does not stop the function: the rest is read and dropped. */
  #stream(response: AwsResponse, body: Readable): void {
    const socket = this.#socket;
    const closes = this.#closes();
    this.#isStreaming = true;
    socket.write(answerHead(response, undefined, closes), "latin1");
    const goOn = () => body.resume();
    const abandon = () => {
      body.off("data", send);
      body.resume();
      response.onAbandoned?.();
    };
    const send = (bytes: Buffer) => {
      if (bytes.length === 0) return;
      if (!(closes ? socket.write(bytes) : this.#writeChunk(bytes))) body.pause();
    };
    body.on("data", send);
    body.once("error", () => socket.destroy());
    body.once("end", () => {
      socket.off("drain", goOn).off("close", abandon);
      if (!closes) socket.write("0\r\n\r\n");
      this.#isStreaming = false;
      this.#done();
    });
    socket.on("drain", goOn).once("close", abandon);
    if (socket.destroyed) abandon();
  }

  #writeChunk(bytes: Buffer): boolean {
    const socket = this.#socket;
    socket.cork();
    socket.write(`${bytes.length.toString(16)}\r\n`, "latin1");
    socket.write(bytes);
    const hasRoom = socket.write("\r\n", "latin1");
    socket.uncork();
    return hasRoom;
  }
}
