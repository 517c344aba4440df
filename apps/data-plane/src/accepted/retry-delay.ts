import type { RetryPolicy } from "@annex/contract";

const shortestMs = 20;

/**
 * Milliseconds until run number `tried + 1`: doubled with each that failed, between half of it and the whole at
 * random, so that what failed together does not come back together.
 */
export function retryDelayMs(policy: RetryPolicy, tried: number, random: () => number = Math.random): number {
  const doubledMs = policy.firstDelaySeconds * 1000 * 2 ** Math.min(tried - 1, 30);
  const fullMs = Math.min(doubledMs, policy.maxDelaySeconds * 1000);
  return Math.max(shortestMs, Math.round((fullMs / 2) * (1 + random())));
}
