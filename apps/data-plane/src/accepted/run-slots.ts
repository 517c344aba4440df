import { setTimeout as delay } from "node:timers/promises";

export interface RunSlots {
  isFree(): boolean;
  /** Tenants who use as many places as one may. */
  fullGroups(): string[];
  run(group: string, work: () => Promise<void>): void;
  /** Waits for what runs, at most this long. */
  settle(timeoutMs: number): Promise<void>;
}

interface SlotOptions {
  readonly atOnce: number;
  readonly onFree: () => void;
  readonly onError: (error: unknown) => void;
}

const shareOfOne = 0.75;

/** The places for runs of one process. One tenant's flood leaves a quarter of them to the others. */
export function createRunSlots({ atOnce, onFree, onError }: SlotOptions): RunSlots {
  const perGroup = Math.max(1, Math.floor(atOnce * shareOfOne));
  const running = new Map<Promise<void>, string>();
  const countOf = (group: string) => [...running.values()].filter((other) => other === group).length;
  return {
    isFree: () => running.size < atOnce,
    fullGroups: () => [...new Set(running.values())].filter((group) => countOf(group) >= perGroup),
    run(group, work) {
      const run: Promise<void> = work()
        .catch(onError)
        .finally(() => {
          running.delete(run);
          onFree();
        });
      running.set(run, group);
    },
    async settle(timeoutMs) {
      const abort = new AbortController();
      const ended = delay(timeoutMs, undefined, { signal: abort.signal }).catch(() => undefined);
      await Promise.race([Promise.all(running.keys()), ended]);
      abort.abort();
    },
  };
}
