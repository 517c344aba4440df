/** Counts what a function asks of the engine, second by second. */
export class Pace {
  #second = 0;
  #count = 0;

  /** The number of this one within its second, from 1. `now` in epoch milliseconds. */
  count(now: number): number {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) this.#count = 0;
    this.#second = second;
    return ++this.#count;
  }
}
