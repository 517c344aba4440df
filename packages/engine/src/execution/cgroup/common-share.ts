import type { ProcessorWeight } from "./processor-weight.ts";

const LOOK_MS = 50;
/** How much of the machine functions have at least, where they want it, before they give way to all else on it. */
const AT_LEAST = 1 / 4;
/** What a look counts against those before it: the last 200 ms decide. */
const LATEST = 1 / 4;
/** Looks without work after which nobody looks any more. */
const QUIET_LOOKS = 20;
const QUIET = 1 / 100;

export interface CommonShareOptions {
  readonly weight: Pick<ProcessorWeight, "set" | "beLast">;
  /** What they count while they do not give way. */
  readonly ordinary: number;
  readonly processors: number;
  /** Processor time that all functions had until now, in milliseconds. */
  readonly usedMs: () => number;
}

/** An environment, as far as it matters here. */
export interface Sharer {
  /** It starts, or its invocation lasts. */
  readonly givesWay: boolean;
}

/**
 * The share that all functions together have against everything else on the machine: the services that carry invocations
 * to them above all. As long as some of them start or last, and they have a good part of the machine, they give way, so
 * that an invocation on its way never waits for the end of somebody's turn; once they have less they count as one process
 * on each processor, so that no work of the machine's own can starve them (decision 030).
 */
export class CommonShare {
  readonly #options: CommonShareOptions;
  readonly #sharers = new Set<Sharer>();
  #timer: NodeJS.Timeout | undefined;
  #lookedAt = 0;
  #usedMs = 0;
  #part = 0;
  #quietLooks = 0;

  constructor(options: CommonShareOptions) {
    this.#options = options;
    options.weight.set(options.ordinary);
  }

  join(sharer: Sharer): void {
    this.#sharers.add(sharer);
  }

  leave(sharer: Sharer): void {
    this.#sharers.delete(sharer);
  }

  /** A function runs or starts: somebody looks, until nothing ran for a second. */
  watch(): void {
    this.#quietLooks = 0;
    if (this.#timer !== undefined) return;
    this.#lookedAt = performance.now();
    this.#usedMs = this.#options.usedMs();
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #someGiveWay(): boolean {
    for (const { givesWay } of this.#sharers) if (givesWay) return true;
    return false;
  }

  #look(): void {
    const { weight, ordinary, processors } = this.#options;
    const [now, usedMs] = [performance.now(), this.#options.usedMs()];
    const part = (usedMs - this.#usedMs) / ((now - this.#lookedAt) * processors);
    [this.#lookedAt, this.#usedMs] = [now, usedMs];
    this.#part += (part - this.#part) * LATEST;
    if (this.#part >= AT_LEAST && this.#someGiveWay()) weight.beLast(ordinary);
    else weight.set(ordinary);
    this.#quietLooks = part < QUIET ? this.#quietLooks + 1 : 0;
    if (this.#quietLooks >= QUIET_LOOKS) this.end();
  }
}
