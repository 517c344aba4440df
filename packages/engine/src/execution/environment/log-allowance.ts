/** What a function may write at once, and what comes back of it each second. Bytes. */
const BURST_BYTES = 8 << 20;
const BYTES_PER_SECOND = 1 << 20;

/** What one function may write to its log over time, in all its environments: a log must not fill the disk of all. */
export class LogAllowance {
  #left = BURST_BYTES;
  #countedAt: number;

  constructor(now: number) {
    this.#countedAt = now;
  }

  /** True when the function may write so much more, which is then taken. `now` in epoch milliseconds. */
  take(bytes: number, now: number): boolean {
    const earned = ((now - this.#countedAt) * BYTES_PER_SECOND) / 1000;
    this.#left = Math.min(BURST_BYTES, this.#left + Math.max(0, earned));
    this.#countedAt = now;
    if (this.#left < bytes) return false;
    this.#left -= bytes;
    return true;
  }
}

/** The allowance of each function by its name; forgotten ones were long unused or are given anew. */
export function keepLogAllowances(): (functionName: string) => LogAllowance {
  const allowances = new Map<string, LogAllowance>();
  return (functionName) => {
    const known = allowances.get(functionName);
    if (known !== undefined) return known;
    if (allowances.size >= 10_000) allowances.clear();
    const allowance = new LogAllowance(Date.now());
    allowances.set(functionName, allowance);
    return allowance;
  };
}
