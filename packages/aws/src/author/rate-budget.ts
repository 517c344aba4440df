import { setTimeout as delay } from "node:timers/promises";

/** Lets `perSecond` calls pass each second, in the order in which they came; the others wait. */
export interface RateBudget {
  take(): Promise<void>;
}

/** A token bucket that holds one second's worth. `now` is in milliseconds, of a clock that is never set back. */
export function createRateBudget(perSecond: number, now = () => performance.now()): RateBudget {
  const intervalMs = 1000 / perSecond;
  let nextFreeAt = Number.NEGATIVE_INFINITY;
  return {
    async take() {
      // the earliest time that is due to this call, at most a second's worth behind the clock
      nextFreeAt = Math.max(nextFreeAt, now() - 1000 + intervalMs) + intervalMs;
      const waitMs = nextFreeAt - intervalMs - now();
      if (waitMs > 0) await delay(waitMs);
    },
  };
}
