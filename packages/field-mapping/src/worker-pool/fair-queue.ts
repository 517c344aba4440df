/** What somebody is waiting for. */
export interface Waiting<T> {
  readonly whose: string;
  readonly task: T;
}

/** Milliseconds that make somebody's work slow, and for which it is taken for slow after. */
const slowMs = 100;
const rememberedMs = 10_000;
const mostRemembered = 10_000;

/**
 * A queue that takes turns between those who wait, so that one who asks for much lets the others wait for one turn and
 * no more. Whoever's work was slow lately gets all places but one: the last is for the others.
 */
export class FairQueue<T> {
  readonly #places: number;
  readonly #waiting = new Map<string, T[]>();
  readonly #running = new Map<string, number>();
  readonly #slowUntil = new Map<string, number>();
  #length = 0;

  constructor(places: number) {
    this.#places = places;
  }

  get length(): number {
    return this.#length;
  }

  lengthOf(whose: string): number {
    return this.#waiting.get(whose)?.length ?? 0;
  }

  push({ whose, task }: Waiting<T>): void {
    const own = this.#waiting.get(whose);
    if (own) own.push(task);
    else this.#waiting.set(whose, [task]);
    this.#length += 1;
  }

  /** The next whose turn it is and who has a place; call `done` when it is over. */
  take(): Waiting<T> | undefined {
    for (const [whose, own] of this.#waiting) {
      if ((this.#running.get(whose) ?? 0) >= this.#placesOf(whose)) continue;
      const task = own.shift();
      this.#waiting.delete(whose);
      if (own.length > 0) this.#waiting.set(whose, own); // behind the others
      if (task === undefined) continue;
      this.#length -= 1;
      this.#running.set(whose, (this.#running.get(whose) ?? 0) + 1);
      return { whose, task };
    }
    return undefined;
  }

  done(whose: string, tookMs: number): void {
    const running = (this.#running.get(whose) ?? 1) - 1;
    if (running === 0) this.#running.delete(whose);
    else this.#running.set(whose, running);
    if (tookMs < slowMs) return;
    if (this.#slowUntil.size >= mostRemembered) this.#slowUntil.clear();
    this.#slowUntil.set(whose, performance.now() + rememberedMs);
  }

  /** Empties it. */
  drain(): T[] {
    const all = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    this.#length = 0;
    return all;
  }

  #placesOf(whose: string): number {
    const until = this.#slowUntil.get(whose);
    if (until === undefined) return this.#places;
    if (until > performance.now()) return Math.max(1, this.#places - 1);
    this.#slowUntil.delete(whose);
    return this.#places;
  }
}
