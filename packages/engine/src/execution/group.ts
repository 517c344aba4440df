import { availableParallelism } from "node:os";
import type { Environment } from "./environment/environment.ts";
import type { InvokeRequest, InvokeResult } from "./types.ts";

/** An invocation on its way to an environment. */
export interface Job {
  readonly request: InvokeRequest;
  /** When it came, on the clock of `performance.now()`. */
  readonly since: number;
  readonly done: (result: InvokeResult) => void;
  readonly fail: (error: unknown) => void;
}

/** Where invocations are this short, waiting a moment for a warm environment is cheaper than starting another. */
const SHORT_MS = 10;
/**
 * With this many environments at work the processors are busy: one more that is thawed only takes time from the others
 * (measured: 16 at once cost twice the CPU of 4). Whoever is likely to be served within the wait stays in the queue.
 */
const BUSY_ENVIRONMENTS = availableParallelism() * 2;
const MAX_QUEUED_MS = 4;

/** The environments and the waiting invocations of one function version and tenant. */
export class Group {
  readonly key: string;
  /** Last in, first out: the warmest environment is used next, and the others may end. */
  readonly idle: Environment[] = [];
  readonly all = new Set<Environment>();
  readonly queue: Job[] = [];
  /** Those that are on their way, and not in `all` yet. */
  coming = 0;
  /** Of all those whose runtime is not there yet. */
  starting = 0;
  /** Of those that waited, how many had their turn from an environment at work since the last look. */
  served = 0;
  retired = false;
  /** Looks after those that waited long enough. */
  timer: NodeJS.Timeout | undefined;
  /** How long an invocation usually holds its environment. */
  #usualMs = Number.POSITIVE_INFINITY;

  constructor(key: string) {
    this.key = key;
  }

  /** Its environments, those that are on their way with them. */
  get size(): number {
    return this.all.size + this.coming;
  }

  /** True while the environments at hand are likely to take one more in less time than a start. */
  get isBriefWait(): boolean {
    return this.size > 0 && this.#usualMs < SHORT_MS && this.queue.length < this.size * 4;
  }

  /** True while enough environments are at work, with invocations so short that the next of them is free soon. */
  get isBusy(): boolean {
    return this.#servesSoon(this.#working, this.queue.length + 1);
  }

  /** More were needed for a moment: the others serve who waits, with less for the processors to switch between. */
  get hasOneTooMany(): boolean {
    return !this.retired && this.#servesSoon(this.#working - 1, this.queue.length);
  }

  invokeWarm(environment: Environment, { request, done }: Job): void {
    environment.invoke(request, (result) => {
      this.#learn(result.durationMs);
      done(result);
    });
  }

  /** Environments that serve an invocation now, or start for one. */
  get #working(): number {
    return this.size - this.idle.length;
  }

  /** True when so many environments at work are enough for so many that wait. */
  #servesSoon(environments: number, waiting: number): boolean {
    return environments >= BUSY_ENVIRONMENTS && (waiting * this.#usualMs) / environments <= MAX_QUEUED_MS;
  }

  /**
   * Follows what an invocation takes where nothing is in its way: what takes longer may have waited for a processor, or
   * for the engine to read its answer, so that counts for little.
   */
  #learn(durationMs: number): void {
    const weight = durationMs < this.#usualMs ? 0.2 : 0.02;
    this.#usualMs = Number.isFinite(this.#usualMs) ? this.#usualMs + (durationMs - this.#usualMs) * weight : durationMs;
  }
}
