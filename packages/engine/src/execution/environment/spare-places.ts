import { endPlace, makePlace, type Place, type PlaceHost } from "./place.ts";

/** At first, and at most: each costs 0.15 MiB. */
const FIRST = 4;
const MOST = 16;
const REFILL_AFTER_MS = 25;

/**
 * A few places made beforehand, many at a time. To move a process into a cgroup of version 2 the kernel waits for 5 to
 * 20 ms until every processor has been elsewhere for a moment, and in that time no environment can be thawed. A shell
 * that was moved in advance starts at once, and those that are moved right after another wait for nothing.
 */
export class SparePlaces {
  readonly #host: PlaceHost;
  readonly #spare: Place[] = [];
  /** Grows where more were wanted at once than there were. */
  #wanted = FIRST;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(host: PlaceHost) {
    this.#host = host;
    this.#refillLater();
  }

  /** Throws where none is left and the machine has no room for another. */
  take(): Place {
    const place = this.#spare.shift();
    if (place === undefined) this.#wanted = Math.min(MOST, this.#wanted * 2);
    this.#refillLater();
    return place ?? makePlace(this.#host);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#spare.splice(0).map((place) => endPlace(place)));
  }

  /** When nothing was started for a moment: it must not compete with what starts now. */
  #refillLater(): void {
    clearTimeout(this.#timer);
    if (!this.#stopped && this.#spare.length <= this.#wanted / 2)
      this.#timer = setTimeout(() => this.#add(), REFILL_AFTER_MS);
  }

  #add(): void {
    try {
      const place = makePlace(this.#host);
      this.#spare.push(place);
      void place.sandbox.exited.then(() => this.#forget(place));
    } catch {
      return; // Who needs one is told why there is none.
    }
    // One in each turn of the engine, which has other things to do.
    if (this.#spare.length < this.#wanted) this.#timer = setTimeout(() => this.#add(), 1);
  }

  async #forget(place: Place): Promise<void> {
    const index = this.#spare.indexOf(place);
    if (index < 0) return;
    this.#spare.splice(index, 1);
    await place.remove();
  }
}
