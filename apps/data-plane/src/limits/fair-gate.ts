import { AppError } from "@annex/contract";

interface Waiting {
  readonly admit: () => void;
}

interface Lane {
  active: number;
  /** Those of them that began in this moment and in the one before. */
  fresh: [now: number, before: number];
  /** What began in this moment, whether it is over or not, and in a moment of late on average. */
  began: number;
  usual: number;
  /** Kept to a few fresh ones, as it calls for more than its part of a machine that is crowded. */
  isHeld: boolean;
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
  /** Fresh invocations of all tenants that keep this machine busy: more would wait where no queue is fair. */
  readonly freshAtOnce: number;
  /** The part of the time since it was asked last in which this process was busy, from 0 to 1. */
  readonly busy: () => number;
}

export interface Entry {
  readonly tenantId: string;
  /** Invocations that the tenant may have under way at once. */
  readonly concurrent: number;
  /** Milliseconds that it may wait for its place. */
  readonly waitMs: number;
}

/** An invocation is fresh for one to two of these, in milliseconds: it needs processors; what lasts longer mostly waits for others. */
const momentMs = 20;
/** From here on what is let in makes what is under way slower; so many moments later it is believed again that it does not. */
const crowdedAt = 0.6;
const crowdedFor = 25;
/** What the last moment counts against those before it. */
const latest = 1 / 8;
/** A tenant that begins less than this part of what each could is not held. */
const ownPart = 0.5;
/** Below it a tenant no longer counts as one that calls. */
const forgotten = 0.01;

/** The part of all places that one tenant can hold: the others find some free, whatever its functions do. */
const largestShare = 0.75;

const newLane = (concurrent: number): Lane => ({
  active: 0,
  fresh: [0, 0],
  began: 0,
  usual: 0,
  isHeld: false,
  admittedAt: 0,
  concurrent,
  waiting: new Set(),
});

const refusal = (message: string) =>
  new AppError("limit_exceeded", message, { retryAfterSeconds: 1, reason: "concurrency" });

/**
 * Lets invocations through so that no tenant waits for another's queue: a place that becomes free goes to the tenant
 * with the fewest under way, among equals to the one that was let in longest ago. Within a tenant, first come, first served.
 *
 * While this process is busy and several tenants call, who begins more than its part has a few fresh invocations under way
 * at once, and the rest waits here: short calls never fill the places, but they fill the processors.
 */
export class FairGate {
  readonly #options: GateOptions;
  readonly #lanes = new Map<string, Lane>();
  #active = 0;
  #admissions = 0;
  #moment = 0;
  #crowdedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Fresh invocations of each tenant that is held. */
  #freshOfEach: number;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#freshOfEach = options.freshAtOnce;
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
    if (lane.waiting.size === 0 && this.#hasPlace(lane)) return this.#take(lane);
    if (lane.waiting.size >= this.#options.mostWaiting) {
      throw refusal(`The tenant has ${lane.active} invocations under way and ${lane.waiting.size} waiting. Send less.`);
    }
    return this.#wait(entry, lane);
  }

  #laneOf({ tenantId, concurrent }: Entry): Lane {
    const lane = this.#lanes.get(tenantId) ?? newLane(concurrent);
    lane.concurrent = concurrent; // a changed limit holds from the next invocation on
    this.#lanes.set(tenantId, lane);
    return lane;
  }

  #hasPlace(lane: Lane): boolean {
    const share = Math.max(1, Math.floor(this.#options.atOnce * largestShare));
    if (lane.isHeld && lane.fresh[0] + lane.fresh[1] >= this.#freshOfEach) return false;
    return this.#active < this.#options.atOnce && lane.active < Math.min(lane.concurrent, share);
  }

  /** Gives what to call when the invocation is over. */
  #take(lane: Lane): () => void {
    this.#admissions += 1;
    lane.admittedAt = this.#admissions;
    lane.active += 1;
    lane.fresh[0] += 1;
    lane.began += 1;
    this.#active += 1;
    this.#timer ??= setInterval(() => this.#turnMoment(), momentMs).unref();
    return this.#leaveOnce(lane, this.#moment);
  }

  /** What was fresh grows older; who is to be held is looked at anew, and who was kept waiting by that is let in. */
  #turnMoment(): void {
    this.#moment += 1;
    let all = 0;
    for (const [tenantId, lane] of this.#lanes) {
      lane.fresh = [0, lane.fresh[0]];
      lane.usual += (lane.began - lane.usual) * latest;
      lane.began = 0;
      all += lane.usual;
      const isIdle = lane.active === 0 && lane.waiting.size === 0;
      if (isIdle && lane.usual < forgotten) this.#lanes.delete(tenantId);
    }
    if (this.#lanes.size > 0) {
      this.#hold(all / this.#lanes.size);
      this.#admitNext();
    } else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  #hold(partOfEach: number): void {
    const { freshAtOnce, busy } = this.#options;
    if (busy() >= crowdedAt) this.#crowdedUntil = this.#moment + crowdedFor;
    const isCrowded = this.#lanes.size > 1 && this.#moment < this.#crowdedUntil;
    const lanes = [...this.#lanes.values()];
    for (const lane of lanes) lane.isHeld = isCrowded && lane.usual > partOfEach * ownPart;
    // Where each of them has some waiting anyway, what counts is how many are answered, not how soon.
    const fresh = lanes.every((lane) => lane.waiting.size > 0) ? 2 * freshAtOnce : freshAtOnce;
    this.#freshOfEach = Math.max(1, Math.floor(fresh / lanes.length));
  }

  #wait(entry: Entry, lane: Lane): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        admit: () => {
          clearTimeout(timer);
          resolve(this.#take(lane));
        },
      };
      const timer = setTimeout(() => {
        lane.waiting.delete(waiting);
        reject(refusal(`None of the tenant's ${lane.concurrent} places became free in ${entry.waitMs} ms. Send less.`));
      }, entry.waitMs);
      lane.waiting.add(waiting);
    });
  }

  #leaveOnce(lane: Lane, begun: number): () => void {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      lane.active -= 1;
      this.#active -= 1;
      const age = this.#moment - begun;
      if (age === 0) lane.fresh[0] -= 1;
      else if (age === 1) lane.fresh[1] -= 1;
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
}
