import { AppError } from "@annex/contract";

interface Bucket {
  tokens: number;
  refilledAt: number;
}

const burstSeconds = 2;
const mostBuckets = 10_000;

/** A token bucket for each tenant: a rate, and two seconds of it at once. */
export class RateBuckets {
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @throws AppError `limit_exceeded` with the seconds to wait. */
  take(tenantId: string, perSecond: number): void {
    const now = this.#now();
    const most = Math.max(1, perSecond * burstSeconds);
    if (this.#buckets.size > mostBuckets) this.#buckets.clear();
    const bucket = this.#buckets.get(tenantId) ?? { tokens: most, refilledAt: now };
    this.#buckets.set(tenantId, bucket);
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.refilledAt) / 1000) * perSecond);
    bucket.refilledAt = now;
    if (bucket.tokens < 1) {
      const message = `The tenant may send ${perSecond} requests a second. Wait a moment.`;
      const retryAfterSeconds = Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
      throw new AppError("limit_exceeded", message, { retryAfterSeconds, reason: "rate" });
    }
    bucket.tokens -= 1;
  }
}
