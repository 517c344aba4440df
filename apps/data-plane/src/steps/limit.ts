import { AppError } from "@annex/contract";

interface Bucket {
  tokens: number;
  refilledAt: number;
}

const burstSeconds = 2;

/** A token bucket for each tenant: a rate, and two seconds of it at once. */
export class TenantLimits {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number, now: () => number = Date.now) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** @throws AppError `limit_exceeded` with the seconds to wait. */
  limit(tenantId: string): void {
    const now = this.#now();
    const most = this.#perSecond * burstSeconds;
    const bucket = this.#buckets.get(tenantId) ?? { tokens: most, refilledAt: now };
    this.#buckets.set(tenantId, bucket);
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.refilledAt) / 1000) * this.#perSecond);
    bucket.refilledAt = now;
    if (bucket.tokens < 1) {
      const message = `The tenant may send ${this.#perSecond} requests a second. Wait a moment.`;
      throw new AppError("limit_exceeded", message, { retryAfterSeconds: 1 });
    }
    bucket.tokens -= 1;
  }
}
