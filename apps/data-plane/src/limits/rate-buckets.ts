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
    if (this.takes(tenantId, perSecond)) return;
    const missing = 1 - (this.#buckets.get(tenantId)?.tokens ?? 0);
    const message = `The tenant may send ${perSecond} requests a second. Wait a moment.`;
    const retryAfterSeconds = Math.max(1, Math.ceil(missing / perSecond));
    throw new AppError("limit_exceeded", message, { retryAfterSeconds, reason: "rate" });
  }

  /** Whether there was a token in the bucket of that name; it is gone now. */
  takes(key: string, perSecond: number): boolean {
    const now = this.#now();
    const most = Math.max(1, perSecond * burstSeconds);
    if (this.#buckets.size > mostBuckets) this.#buckets.clear();
    const bucket = this.#buckets.get(key) ?? { tokens: most, refilledAt: now };
    this.#buckets.set(key, bucket);
    const passedMs = Math.max(0, now - bucket.refilledAt); // the clock may have been set back
    bucket.tokens = Math.min(most, bucket.tokens + (passedMs / 1000) * perSecond);
    bucket.refilledAt = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
