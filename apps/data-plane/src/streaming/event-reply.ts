import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { StreamEvent } from "@annex/contract";
import type { FastifyReply } from "fastify";

/** Bytes that wait for a slow reader before the function is slowed. */
const waitingBytes = 65_536;

/**
 * An answer of server-sent events. Its head is sent with the first one: until then a failure is an HTTP error like any
 * other. To a caller who went away nothing is sent any more, and nobody waits for it.
 */
export class EventReply {
  readonly #reply: FastifyReply;
  readonly #body = new PassThrough({ highWaterMark: waitingBytes });
  #hasBegun = false;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
    this.#body.on("error", () => undefined); // the caller went away: told by `destroyed`
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Resolves when the caller can take more. */
  async send({ type, ...data }: StreamEvent): Promise<void> {
    if (!this.#hasBegun) this.#begin();
    if (this.#body.destroyed) return;
    if (this.#body.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`)) return;
    const gone = new AbortController();
    const { signal } = gone;
    const either = [once(this.#body, "drain", { signal }), once(this.#body, "close", { signal })];
    await Promise.race(either).catch(() => undefined); // an error is a caller who went away
    gone.abort();
  }

  end(): void {
    this.#body.end();
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#reply
      .headers({ "content-type": "text/event-stream", vary: "accept", "x-accel-buffering": "no" })
      .send(this.#body);
  }
}
