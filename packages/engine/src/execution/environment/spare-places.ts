import { setTimeout as delay } from "node:timers/promises";
import { endPlace, makePlace, type Place, type PlaceHost } from "./place.ts";

/** At first, and at most: each costs 0.15 MiB. */
const FIRST = 4;
const MOST = 16;
/** To make one takes processors for some milliseconds: it waits for a calm moment, and shorter where none is left. */
const REFILL_AFTER_MS = { some: 300, none: 25 };
const BETWEEN_MS = 10;

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
  /** Environments that start now. */
  #starting = 0;
  #timer: NodeJS.Timeout | undefined;
  #refilling: Promise<void> | undefined;
  #stopped = false;

  constructor(host: PlaceHost) {
    this.#host = host;
    this.#refillLater();
  }

  /** Rejects where none is left and the machine has no room for another. */
  async take(): Promise<Place> {
    const place = this.#spare.shift();
    if (place === undefined) this.#wanted = Math.min(MOST, this.#wanted * 2);
    return place ?? makePlace(this.#host);
  }

  /** While an environment starts no place is made beforehand: it would only take longer. */
  async waitFor(start: Promise<unknown>): Promise<void> {
    this.#starting++;
    clearTimeout(this.#timer);
    await Promise.allSettled([start]);
    this.#starting--;
    this.#refillLater();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#refilling;
    await Promise.all(this.#spare.splice(0).map((place) => endPlace(place)));
  }

  /** When nothing was started for a moment. */
  #refillLater(): void {
    clearTimeout(this.#timer);
    if (this.#stopped || this.#starting > 0 || this.#spare.length > this.#wanted / 2) return;
    const afterMs = REFILL_AFTER_MS[this.#spare.length === 0 ? "none" : "some"];
    this.#timer = setTimeout(() => this.#refill(), afterMs);
  }

  #refill(): void {
    this.#refilling ??= this.#fill()
      .catch(() => {}) // Who needs one is told why there is none.
      .finally(() => {
        this.#refilling = undefined;
      });
  }

  async #fill(): Promise<void> {
    while (!this.#stopped && this.#starting === 0 && this.#spare.length < this.#wanted) {
      const place = await makePlace(this.#host);
      this.#spare.push(place);
      void place.sandbox.exited.then(() => this.#forget(place));
      await delay(BETWEEN_MS);
    }
  }

  async #forget(place: Place): Promise<void> {
    const index = this.#spare.indexOf(place);
    if (index < 0) return;
    this.#spare.splice(index, 1);
    await place.remove();
  }
}
