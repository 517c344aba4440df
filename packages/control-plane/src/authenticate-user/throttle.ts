import { AppError } from "@annex/contract";

interface ThrottleOptions {
  readonly failures: number;
  readonly windowMs: number;
  readonly now?: () => number;
}

const maxKeys = 10_000;

/** Counts failures by key within a fixed window, in this process. */
export function createThrottle({ failures, windowMs, now = Date.now }: ThrottleOptions) {
  const counts = new Map<string, { count: number; until: number }>();
  const current = (key: string) => {
    const entry = counts.get(key);
    return entry && entry.until > now() ? entry : undefined;
  };
  return {
    /** @throws AppError `limit_exceeded` when the key failed too often. */
    check(key: string): void {
      const entry = current(key);
      if (!entry || entry.count < failures) return;
      const retryAfterSeconds = Math.ceil((entry.until - now()) / 1000);
      throw new AppError("limit_exceeded", "Too many tries. Wait a minute, then try again.", { retryAfterSeconds });
    },
    recordFailure(key: string): void {
      const entry = current(key) ?? { count: 0, until: now() + windowMs };
      // a flood of made-up addresses must not grow the map without end: the oldest go first
      const [oldest] = counts.keys();
      if (oldest !== undefined && counts.size >= maxKeys && !counts.has(key)) counts.delete(oldest);
      counts.set(key, { ...entry, count: entry.count + 1 });
    },
    forget(key: string): void {
      counts.delete(key);
    },
  };
}
