import { randomUUID } from "node:crypto";
import type { CellConfig } from "../../cell/cell-config.ts";
import type { InvokeResult } from "../../execution/types.ts";
import { AwsError } from "../../http/aws-error.ts";
import type { Measured, Metrics, Values } from "../../metrics/metrics.ts";
import { own } from "../../own.ts";
import type { Store } from "../../store/store.ts";
import type { EventInvokeConfig, FunctionDocument } from "../function-document.ts";
import type { Functions } from "../functions.ts";
import type { Invocation, Invoker } from "../invoker.ts";
import { parseTarget } from "../target.ts";
import { type Condition, destinationRecord } from "./destination-record.ts";
import { type Event, fromRow, toRow } from "./event.ts";
import { mayInvoke } from "./event-invoke-config.ts";
import { Lanes } from "./lanes.ts";

interface EventQueueParts {
  readonly config: CellConfig;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly functions: Functions;
  readonly invoker: Invoker;
  /** Pauses before the second and the third attempt. */
  readonly retryMs: readonly number[];
  readonly onError: (error: unknown) => void;
}

/** Lambda's own: a minute, then two. */
export const lambdaRetryMs = [60_000, 120_000] as const;

const maxRetries = 2;
const maxAgeSeconds = 21_600;
const firstPauseMs = 1000;
const keptPauseMs = 5000;
const longestPauseMs = 300_000;
const perFunction = 16;
const overall = 64;
/** As Lambda stops what calls itself in a loop. */
const maxHops = 16;
/** Payloads that wait in memory; the others are read from the disk when their turn comes. */
const maxHeldBytes = 64 << 20;

const measuredOf = ({ functionName, qualifier }: Event): Measured => ({ functionName, qualifier });

interface Running {
  readonly event: Event;
  readonly document: FunctionDocument;
  readonly payload: Buffer;
  readonly config: EventInvokeConfig | undefined;
}

/**
 * Asynchronous invocations, as Lambda runs them: on the disk before they are accepted, tried again when the function
 * fails or is throttled, told to their destinations, never lost by the end of the engine, however it ends. One may run
 * twice when the engine dies beside it.
 */
export class EventQueue {
  readonly #parts: EventQueueParts;
  readonly #lanes = new Lanes(perFunction, overall);
  readonly #running = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #held = new Map<string, Buffer>();
  #heldBytes = 0;
  #isOpen = false;

  constructor(parts: EventQueueParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#isOpen = true;
    for (const row of this.#parts.store.events.all()) this.#enqueue(fromRow(row));
  }

  /** Resolves when the event is on the disk. */
  async accept(invocation: Invocation, now: number, hops = 0): Promise<void> {
    const { document, version, qualifier, requestId, payload, tenantId, traceHeader } = invocation;
    const event: Event = {
      requestId,
      functionName: document.name,
      createdAt: document.createdAt,
      version,
      acceptedAt: now,
      attempts: 0,
      postponed: 0,
      hops,
      notBefore: now,
      ...(qualifier === undefined ? {} : { qualifier }),
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(traceHeader === undefined ? {} : { traceHeader }),
    };
    const { store } = this.#parts;
    await store.commits.soon(() => store.events.insert(toRow(event), payload));
    this.#hold(requestId, payload);
    this.#count(event, { AsyncEventsReceived: 1 });
    this.#enqueue(event);
  }

  #count(event: Event, values: Values): void {
    this.#parts.metrics.add(measuredOf(event), values, Date.now());
  }

  #hold(requestId: string, payload: Buffer): void {
    if (this.#heldBytes + payload.length > maxHeldBytes) return;
    this.#held.set(requestId, payload);
    this.#heldBytes += payload.length;
  }

  #release(requestId: string): Buffer | undefined {
    const payload = this.#held.get(requestId);
    if (payload === undefined) return undefined;
    this.#held.delete(requestId);
    this.#heldBytes -= payload.length;
    return payload;
  }

  #enqueue(event: Event): void {
    if (!this.#isOpen) return; // it is on the disk: the next start finds it
    const delay = event.notBefore - Date.now();
    if (delay > 0) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.#lanes.add(event);
        this.#drain();
      }, delay);
      this.#timers.add(timer);
      return;
    }
    this.#lanes.add(event);
    this.#drain();
  }

  #drain(): void {
    while (this.#isOpen) {
      const event = this.#lanes.take();
      if (event === undefined) return;
      const attempt = this.#attempt(event)
        .catch((error: unknown) => this.#keep(event, error))
        .finally(() => {
          this.#running.delete(attempt);
          this.#lanes.done(event);
          this.#drain();
        });
      this.#running.add(attempt);
    }
  }

  /** What became of the event could not be written down: it is still on the disk, and its turn comes again. */
  #keep(event: Event, error: unknown): void {
    this.#parts.onError(error);
    this.#enqueue({ ...event, notBefore: Date.now() + keptPauseMs });
  }

  async #attempt(event: Event): Promise<void> {
    const { functions, invoker, store } = this.#parts;
    const document = functions.find(event.functionName);
    const payload = this.#release(event.requestId) ?? store.events.payload(event.requestId);
    // AWS, too, discards what waits for a function that was deleted
    if (!document || document.createdAt !== event.createdAt) return this.#drop(event);
    const config = own(document.eventInvokeConfigs, event.qualifier ?? "$LATEST");
    const running = { event, document, payload, config };
    const age = Date.now() - event.acceptedAt;
    this.#count(event, { AsyncEventAge: age });
    if (age > (config?.maximumEventAgeInSeconds ?? maxAgeSeconds) * 1000) {
      return this.#end(running, "EventAgeExceeded", undefined);
    }
    if (document.reservedConcurrency === 0) return this.#end(running, "RetriesExhausted", undefined);
    const { version, qualifier, requestId, tenantId, traceHeader } = event;
    let result: InvokeResult;
    try {
      result = await invoker.run({ document, version, qualifier, requestId, payload, tenantId, traceHeader });
    } catch (error) {
      if (error instanceof AwsError && error.status === 404) return this.#drop(event); // its version was deleted
      if (!(error instanceof AwsError)) this.#parts.onError(error);
      return this.#postpone(running);
    }
    invoker.record(); // its log goes into the transaction that ends it: no event is gone whose REPORT was never written
    if (result.functionError === undefined) return this.#end(running, "Success", result);
    return this.#retry({ ...running, event: { ...event, attempts: event.attempts + 1 } }, result);
  }

  /** The function failed: it is tried again, or has been often enough. */
  async #retry(running: Running, result: InvokeResult): Promise<void> {
    const { event, config } = running;
    if (event.attempts > (config?.maximumRetryAttempts ?? maxRetries)) {
      return this.#end(running, "RetriesExhausted", result);
    }
    await this.#putBack({ ...event, notBefore: Date.now() + (this.#parts.retryMs[event.attempts - 1] ?? 0) });
  }

  /** Throttled, or the engine's own fault: not the function's attempt. A second, and up to five minutes. */
  async #postpone({ event }: Running): Promise<void> {
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(event.postponed, 10));
    await this.#putBack({ ...event, postponed: event.postponed + 1, notBefore: Date.now() + pause });
  }

  async #putBack(event: Event): Promise<void> {
    const { store } = this.#parts;
    await store.commits.soon(() => store.events.update(toRow(event)));
    this.#enqueue(event);
  }

  async #drop(event: Event): Promise<void> {
    const { store } = this.#parts;
    this.#count(event, { AsyncEventsDropped: 1 });
    await store.commits.soon(() => store.events.remove(event.requestId));
  }

  /** The event's end and its destination's event are one write: neither is without the other. */
  async #end(running: Running, condition: Condition, result: InvokeResult | undefined): Promise<void> {
    const { event, config } = running;
    const { store } = this.#parts;
    if (condition !== "Success") this.#count(event, { AsyncEventsDropped: 1 });
    const arn = condition === "Success" ? config?.onSuccess : config?.onFailure;
    const next = arn === undefined ? undefined : this.#destinationEvent(running, arn);
    if (arn !== undefined && next === undefined) this.#count(event, { DestinationDeliveryFailures: 1 });
    const { functions } = this.#parts;
    const functionArn = functions.arn(event.functionName, event.qualifier ?? "$LATEST");
    const record = destinationRecord({ event, functionArn, condition, payload: running.payload, result });
    const payload = Buffer.from(JSON.stringify(record));
    await store.commits.soon(() => {
      store.events.remove(event.requestId);
      if (next) store.events.insert(toRow(next), payload);
    });
    if (!next) return;
    this.#hold(next.requestId, payload);
    this.#count(next, { AsyncEventsReceived: 1 });
    this.#enqueue(next);
  }

  /** Undefined where the destination is gone, is not for the function's role, or this goes round in a loop. */
  #destinationEvent({ event, document }: Running, arn: string): Event | undefined {
    const { config, functions } = this.#parts;
    const { name, qualifier } = parseTarget(config, arn, null);
    const target = functions.find(name);
    if (!target || !mayInvoke(config, document.latest.role, arn)) return undefined;
    if (event.hops >= maxHops && target.recursiveLoop !== "Allow") return undefined;
    const now = Date.now();
    return {
      requestId: randomUUID(),
      functionName: name,
      createdAt: target.createdAt,
      version: own(target.aliases, qualifier)?.version ?? qualifier ?? "$LATEST",
      ...(qualifier === undefined ? {} : { qualifier }),
      ...(event.traceHeader === undefined ? {} : { traceHeader: event.traceHeader }),
      acceptedAt: now,
      attempts: 0,
      postponed: 0,
      hops: event.hops + 1,
      notBefore: now,
    };
  }

  /** Waits for what runs; what waits stays on the disk. */
  async close(): Promise<void> {
    this.#isOpen = false;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.allSettled(this.#running);
  }
}
