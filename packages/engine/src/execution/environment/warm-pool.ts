import type { LanguageRuntime } from "../sandbox/language-runtimes.ts";
import type { Environment } from "./environment.ts";

const REFILL_AFTER_MS = 25;
/** While others start or wait the pool is refilled this slowly: a start takes a processor for some 40 ms. */
const BUSY_REFILL_MS = 500;

export interface WarmPoolParts {
  readonly runtimes: readonly LanguageRuntime[];
  /** Environments of each runtime. */
  readonly size: number;
  readonly start: (runtime: LanguageRuntime) => Promise<Environment>;
  readonly isBusy: () => boolean;
}

/** Pre-started environments of each language runtime. One that was taken never comes back. */
export class WarmPool {
  readonly #waiting = new Map<string, Environment[]>();
  readonly #runtimes: readonly LanguageRuntime[];
  readonly #size: number;
  /** Runtimes to hold environments of: those that are always in use, and each that a function asked for. */
  readonly #wanted: Set<string>;
  readonly #start: (runtime: LanguageRuntime) => Promise<Environment>;
  /** Invocations wait for an environment, or for its start. */
  readonly #isBusy: () => boolean;
  #refilling: Promise<void> | undefined;
  #stopped = false;

  constructor({ runtimes, size, start, isBusy }: WarmPoolParts) {
    this.#runtimes = runtimes;
    this.#wanted = new Set(runtimes.filter((runtime) => runtime.eager).map((runtime) => runtime.name));
    this.#size = size;
    this.#start = start;
    this.#isBusy = isBusy;
  }

  /** An environment of a runtime, if one waits (or is about to), and a new one is started in its place later. */
  take(runtime: string): Environment | undefined {
    this.#wanted.add(runtime);
    const environment = this.#waiting.get(runtime)?.shift();
    this.refill();
    return environment;
  }

  /** Fills up in the background, one start at a time, and slowly while invocations wait. */
  refill(): void {
    if (this.#size === 0 || this.#stopped) return;
    this.#refilling ??= this.#fill().finally(() => {
      this.#refilling = undefined;
    });
  }

  /** Resolves when every place is taken by an environment that is ready. */
  async filled(): Promise<void> {
    await this.#refilling;
    await Promise.allSettled(this.environments().map((environment) => environment.ready));
  }

  environments(): Environment[] {
    return [...this.#waiting.values()].flat();
  }

  /** How many environments of each runtime are ready for a function. */
  ready(): Record<string, number> {
    const counts = this.#runtimes.map((runtime) => {
      return [runtime.name, this.#of(runtime).filter((environment) => environment.isReady).length] as const;
    });
    return Object.fromEntries(counts);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#refilling;
    await Promise.all(this.environments().map((environment) => environment.stop()));
  }

  async #fill(): Promise<void> {
    for (let last = performance.now(); ; ) {
      // A request that took an environment begins its work first, and has its answer where that is short.
      await new Promise((resolve) => setTimeout(resolve, REFILL_AFTER_MS));
      const runtime = this.#runtimes.find(
        (candidate) => this.#wanted.has(candidate.name) && this.#of(candidate).length < this.#size,
      );
      if (runtime === undefined || this.#stopped) return;
      if (this.#isBusy() && performance.now() - last < BUSY_REFILL_MS) continue;
      last = performance.now();
      try {
        await runtime.prepare();
        if (this.#stopped) return;
        const environment = await this.#start(runtime);
        this.#add(environment);
        await environment.ready;
      } catch {
        // A runtime that cannot start would be tried for ever; the next invocation tries again and tells why.
        return;
      }
    }
  }

  #add(environment: Environment): void {
    this.#of(environment.runtime).push(environment);
    environment.onEnd = () => this.#forget(environment);
  }

  #of(runtime: LanguageRuntime): Environment[] {
    const list = this.#waiting.get(runtime.name) ?? [];
    this.#waiting.set(runtime.name, list);
    return list;
  }

  #forget(environment: Environment): void {
    const list = this.#of(environment.runtime);
    if (list.includes(environment)) list.splice(list.indexOf(environment), 1);
  }
}
