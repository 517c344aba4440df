import { AppError } from "@annex/contract";

interface Waiting {
  readonly admit: () => void;
}

interface Lane {
  active: number;
  /** When it was let in last, counted in admissions. */
  admittedAt: number;
  concurrent: number;
  readonly waiting: Set<Waiting>;
}

export interface GateOptions {
  /** Invocations that this process has under way at once, of all tenants. */
  readonly atOnce: number;
  /** Invocations of one tenant that may wait; more are refused at once. */
  readonly mostWaiting: number;
}

export interface Entry {
  readonly tenantId: string;
  /** Invocations that the tenant may have under way at once. */
  readonly concurrent: number;
  /** Milliseconds that it may wait for its place. */
  readonly waitMs: number;
}

/** The part of all places that one tenant can hold: the others find some free, whatever its functions do. */
const largestShare = 0.75;

const refusal = (message: string) =>
  new AppError("limit_exceeded", message, { retryAfterSeconds: 1, reason: "concurrency" });

/**
 * Lets invocations through so that no tenant waits for another's queue: a place that becomes free goes to the tenant
 * with the fewest under way, among equals to the one that was let in longest ago. Within a tenant, first come, first served.
 */
export class FairGate {
  readonly #options: GateOptions;
  readonly #lanes = new Map<string, Lane>();
  #active = 0;
  #admissions = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Invocations under way and waiting, of all tenants. */
  get load(): { readonly active: number; readonly waiting: number } {
    const waiting = [...this.#lanes.values()].reduce((sum, lane) => sum + lane.waiting.size, 0);
    return { active: this.#active, waiting };
  }

  /** Invocations under way, by tenant; those without any are not in it. */
  get underWay(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#lanes].flatMap(([id, { active }]) => (active > 0 ? [[id, active]] : [])));
  }

  /**
   * Takes a place, or waits for one. Call what it gives when the invocation is over, once.
   * @throws AppError `limit_exceeded` when too many of the tenant's wait, or the place did not become free in time.
   */
  enter(entry: Entry): (() => void) | Promise<() => void> {
    const lane = this.#laneOf(entry);
    if (lane.waiting.size === 0 && this.#hasPlace(lane)) return this.#take(entry.tenantId, lane);
    if (lane.waiting.size >= this.#options.mostWaiting) {
      throw refusal(`The tenant has ${lane.active} invocations under way and ${lane.waiting.size} waiting. Send less.`);
    }
    return this.#wait(entry, lane).then(() => this.#leaveOnce(entry.tenantId, lane));
  }

  #laneOf({ tenantId, concurrent }: Entry): Lane {
    const lane = this.#lanes.get(tenantId) ?? { active: 0, admittedAt: 0, concurrent, waiting: new Set() };
    lane.concurrent = concurrent; // a changed limit holds from the next invocation on
    this.#lanes.set(tenantId, lane);
    return lane;
  }

  #hasPlace(lane: Lane): boolean {
    const share = Math.max(1, Math.floor(this.#options.atOnce * largestShare));
    return this.#active < this.#options.atOnce && lane.active < Math.min(lane.concurrent, share);
  }

  #take(tenantId: string, lane: Lane): () => void {
    this.#count(lane);
    return this.#leaveOnce(tenantId, lane);
  }

  #count(lane: Lane): void {
    this.#admissions += 1;
    lane.admittedAt = this.#admissions;
    lane.active += 1;
    this.#active += 1;
  }

  #wait(entry: Entry, lane: Lane): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        admit: () => {
          clearTimeout(timer);
          this.#count(lane);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        lane.waiting.delete(waiting);
        this.#forgetIdle(entry.tenantId, lane);
        reject(refusal(`None of the tenant's ${lane.concurrent} places became free in ${entry.waitMs} ms. Send less.`));
      }, entry.waitMs);
      lane.waiting.add(waiting);
    });
  }

  #leaveOnce(tenantId: string, lane: Lane): () => void {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      lane.active -= 1;
      this.#active -= 1;
      this.#forgetIdle(tenantId, lane);
      this.#admitNext();
    };
  }

  #admitNext(): void {
    let next: { lane: Lane; first: Waiting } | undefined;
    for (const lane of this.#lanes.values()) {
      const [first] = lane.waiting;
      if (!first || !this.#hasPlace(lane)) continue;
      const isFairer =
        !next ||
        lane.active < next.lane.active ||
        (lane.active === next.lane.active && lane.admittedAt < next.lane.admittedAt);
      if (isFairer) next = { lane, first };
    }
    if (!next) return;
    next.lane.waiting.delete(next.first);
    next.first.admit();
    this.#admitNext();
  }

  #forgetIdle(tenantId: string, lane: Lane): void {
    if (lane.active === 0 && lane.waiting.size === 0 && this.#lanes.get(tenantId) === lane)
      this.#lanes.delete(tenantId);
  }
}
