import { z } from "zod";
import { AwsError } from "../http/aws-error.ts";
import type { Store } from "../store/store.ts";
import type { Functions } from "./functions.ts";
import type { Invocation, Invoker } from "./invoker.ts";

const eventSchema = z.object({
  requestId: z.string(),
  functionName: z.string(),
  version: z.string(),
  qualifier: z.string().optional(),
  payload: z.string(),
  tenantId: z.string().optional(),
  acceptedAt: z.number(),
  attempts: z.number(),
  notBefore: z.number(),
});
type Event = z.infer<typeof eventSchema>;

const maxAttempts = 3;
const retryMs = [60_000, 120_000];
const maxAgeMs = 6 * 3_600_000;
const pauseMs = 200;
const atOnce = 8;

/** Asynchronous invocations: on the disk before they are accepted, tried three times, never lost by a restart. */
export class EventQueue {
  readonly #store: Store;
  readonly #functions: Functions;
  readonly #invoker: Invoker;
  readonly #waiting = new Map<string, Event>();
  readonly #running = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(store: Store, functions: Functions, invoker: Invoker) {
    this.#store = store;
    this.#functions = functions;
    this.#invoker = invoker;
    for (const text of store.all("async")) {
      const event = eventSchema.parse(JSON.parse(text));
      this.#waiting.set(event.requestId, event);
    }
  }

  start(): void {
    this.#timer = setInterval(() => this.#drain(), pauseMs);
  }

  accept({ document, version, qualifier, requestId, payload, tenantId }: Invocation, now: number): void {
    const event: Event = {
      requestId,
      functionName: document.name,
      version,
      payload: payload.toString("base64"),
      acceptedAt: now,
      attempts: 0,
      notBefore: now,
      ...(qualifier === undefined ? {} : { qualifier }),
      ...(tenantId === undefined ? {} : { tenantId }),
    };
    this.#store.put("async", requestId, event);
    this.#waiting.set(requestId, event);
    queueMicrotask(() => {
      if (!this.#isClosed) this.#drain();
    });
  }

  #drain(): void {
    const now = Date.now();
    for (const event of this.#waiting.values()) {
      if (this.#running.size >= atOnce) return;
      if (event.notBefore > now || this.#running.has(event.requestId)) continue;
      const attempt = this.#attempt(event).finally(() => {
        this.#running.delete(event.requestId);
        if (!this.#isClosed) this.#drain();
      });
      this.#running.set(event.requestId, attempt);
    }
  }

  #forget(event: Event): void {
    this.#waiting.delete(event.requestId);
    this.#store.remove("async", event.requestId);
  }

  #again(event: Event, attempts: number, delayMs: number): void {
    const later = { ...event, attempts, notBefore: Date.now() + delayMs };
    const isOver = attempts >= maxAttempts || later.notBefore - event.acceptedAt > maxAgeMs;
    if (isOver) {
      this.#forget(event);
      return;
    }
    this.#waiting.set(event.requestId, later);
    this.#store.put("async", event.requestId, later);
  }

  async #attempt(event: Event): Promise<void> {
    const document = this.#functions.find(event.functionName);
    // AWS, too, discards what waits for a function that was deleted or stopped (reserved concurrency 0)
    if (!document || document.reservedConcurrency === 0) return this.#forget(event);
    const { version, qualifier, requestId, tenantId } = event;
    const optional = tenantId === undefined ? {} : { tenantId };
    const payload = Buffer.from(event.payload, "base64");
    try {
      const result = await this.#invoker.run({ document, version, qualifier, requestId, payload, ...optional });
      if (result.functionError) this.#again(event, event.attempts + 1, retryMs[event.attempts] ?? 0);
      else this.#forget(event);
    } catch (error) {
      const isGone = error instanceof AwsError && error.status === 404;
      if (isGone) this.#forget(event);
      else this.#again(event, event.attempts, 1000); // throttled or the engine's own fault: not the function's attempt
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await Promise.allSettled(this.#running.values());
  }
}
