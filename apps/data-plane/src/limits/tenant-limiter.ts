import { availableParallelism } from "node:os";
import type { TenantUsage } from "@annex/contract";
import type { TenantState } from "@annex/invocation";
import { busyLoop } from "./busy-loop.ts";
import { FairGate } from "./fair-gate.ts";
import { RateBuckets } from "./rate-buckets.ts";
import { UsageBook } from "./usage-book.ts";

const mostWaiting = 500;
const longestWaitMs = 5000;
const freshOfProcessor = 2;

/** Holds every tenant to its limits; made once for a process. */
export class TenantLimiter {
  readonly #rates: RateBuckets;
  readonly #usage: UsageBook;
  readonly #gate: FairGate;

  /** `invocationsAtOnce`: of all tenants, in this process. */
  constructor(invocationsAtOnce: number, now: () => number = Date.now) {
    this.#rates = new RateBuckets(now);
    this.#usage = new UsageBook(now);
    const freshAtOnce = freshOfProcessor * availableParallelism();
    this.#gate = new FairGate({ atOnce: invocationsAtOnce, mostWaiting, freshAtOnce, busy: busyLoop() });
  }

  /** A request of any kind. @throws AppError `limit_exceeded` with its reason and the seconds to wait. */
  checkRate({ tenant, limits }: TenantState): void {
    this.#rates.take(tenant.id, limits.requestsPerSecond);
  }

  /** Whether a budget that throttles lets one more invocation through. */
  takesBudget(key: string, perSecond: number): boolean {
    return this.#rates.takes(key, perSecond);
  }

  /**
   * An invocation that is about to begin: counts it against the day, then waits for its place among the tenants.
   * Call what it returns when the invocation is over.
   * @throws AppError `limit_exceeded` with its reason and the seconds to wait.
   */
  enter({ tenant, limits }: TenantState, budgetMs: number): (() => void) | Promise<() => void> {
    const begin = (leave: () => void) => {
      try {
        this.#usage.begin(tenant.id, limits);
        return leave;
      } catch (error) {
        leave();
        throw error;
      }
    };
    const waitMs = Math.min(budgetMs, longestWaitMs);
    const place = this.#gate.enter({ tenantId: tenant.id, concurrent: limits.concurrency, waitMs });
    return typeof place === "function" ? begin(place) : place.then(begin);
  }

  /** What the database tells of a tenant's day. */
  tell(tenantId: string, usage: TenantUsage): void {
    this.#usage.tell(tenantId, usage);
  }

  /** Invocations under way, by tenant. */
  get underWay(): Readonly<Record<string, number>> {
    return this.#gate.underWay;
  }

  get load(): FairGate["load"] {
    return this.#gate.load;
  }
}
