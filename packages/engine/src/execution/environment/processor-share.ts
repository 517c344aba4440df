import type { ProcessorWeight } from "../cgroup/processor-weight.ts";
import type { Turns } from "../cgroup/turns.ts";

/** The part of the memory size that counts where the kernel knows no last place, and while a turn is taken. */
const LATER_SHARE = 1 / 16;
/** Looks from one question whether it runs at all to the next: a second. */
const LOOKS_BETWEEN = 20;
/** Who waited for most of that second and ran for a thousandth of it gets nothing. */
const STARVING = { ranMs: 1, waitedMs: 800 };

/** What is read and set of an environment's cgroup. */
interface Shared {
  readonly processors: Pick<ProcessorWeight, "set" | "beLast"> | undefined;
  turns(): Turns;
}

/**
 * An environment's share of the processors: what starts and what lasts goes after what begins (decision 030). Who gets
 * nothing that way has a turn of 50 ms beside the others in each second.
 */
export class ProcessorShare {
  readonly #cgroup: Shared;
  #isLast = false;
  #looks = 0;
  #turns: Turns | undefined;

  constructor(cgroup: Shared) {
    this.#cgroup = cgroup;
  }

  /** Others go first. */
  get isLast(): boolean {
    return this.#isLast;
  }

  /** It starts. */
  start(memoryMb: number): void {
    this.#goLast(memoryMb);
  }

  /** An invocation begins. */
  whole(memoryMb: number): void {
    this.#looks = 0;
    this.#turns = undefined;
    this.#cgroup.processors?.set(memoryMb);
    this.#isLast = false;
  }

  /** It lasts: to be called every 50 ms. */
  last(memoryMb: number): void {
    this.#looks += 1;
    if (this.#looks % LOOKS_BETWEEN === 0 && this.#isStarving()) this.#cgroup.processors?.set(memoryMb * LATER_SHARE);
    else this.#goLast(memoryMb);
  }

  #goLast(memoryMb: number): void {
    this.#cgroup.processors?.beLast(memoryMb * LATER_SHARE);
    this.#isLast = true;
  }

  #isStarving(): boolean {
    const before = this.#turns;
    const now = this.#cgroup.turns();
    this.#turns = now;
    if (before === undefined) return false;
    return now.ranMs - before.ranMs < STARVING.ranMs && now.waitedMs - before.waitedMs > STARVING.waitedMs;
  }
}
