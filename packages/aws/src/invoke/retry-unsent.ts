import { setTimeout as delay } from "node:timers/promises";

/** Errors of a connection that was never made: nothing was sent, so that nothing can have run. */
const unsent = new Set(["ECONNREFUSED", "CONNECT_TIMEOUT", "UND_ERR_CONNECT_TIMEOUT"]);
const longestMs = 3000;
const firstPauseMs = 25;
const longestPauseMs = 200;

/** Whether it is certain that nothing reached the cell. */
export function isUnsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && unsent.has(error.code);
}

/**
 * Tries again while the cell cannot be connected to, for three seconds at the most: a cell that restarts is waited
 * for. Whatever may have reached the cell is never sent twice.
 */
export async function retryUnsent<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + longestMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isUnsent(error) || Date.now() + pauseMs > deadline) throw error;
      await delay(pauseMs, undefined, { signal });
    }
  }
}
