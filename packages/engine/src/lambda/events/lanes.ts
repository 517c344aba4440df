import type { Event } from "./event.ts";

/** What one function has waiting. */
interface Lane {
  readonly ready: Event[];
  running: number;
}

/**
 * The events that may run now, by function: each function has its turn and its bound, so that one function's flood or
 * slowness holds up no other's.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #perFunction: number;
  readonly #overall: number;
  #running = 0;

  constructor(perFunction: number, overall: number) {
    this.#perFunction = perFunction;
    this.#overall = overall;
  }

  #lane(functionName: string): Lane {
    const known = this.#lanes.get(functionName);
    if (known) return known;
    const lane = { ready: [], running: 0 };
    this.#lanes.set(functionName, lane);
    return lane;
  }

  add(event: Event): void {
    this.#lane(event.functionName).ready.push(event);
  }

  /** The next event that may run, which then runs until it is `done`. */
  take(): Event | undefined {
    if (this.#running >= this.#overall) return undefined;
    for (const [name, lane] of this.#lanes) {
      if (lane.running >= this.#perFunction) continue;
      const event = lane.ready.shift();
      if (event === undefined) continue;
      this.#lanes.delete(name); // to the end of the round
      this.#lanes.set(name, lane);
      lane.running += 1;
      this.#running += 1;
      return event;
    }
    return undefined;
  }

  done({ functionName }: Event): void {
    const lane = this.#lane(functionName);
    lane.running -= 1;
    this.#running -= 1;
    if (lane.running === 0 && lane.ready.length === 0) this.#lanes.delete(functionName);
  }
}
