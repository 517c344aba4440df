import { performance } from "node:perf_hooks";

/** Milliseconds of each of `times` runs of `work`, one after the other, after `warmUp` runs that do not count. */
export async function series(times: number, warmUp: number, work: (round: number) => Promise<void>): Promise<number[]> {
  for (let round = 0; round < warmUp; round += 1) await work(round);
  const taken: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const started = performance.now();
    await work(warmUp + round);
    taken.push(performance.now() - started);
  }
  return taken;
}

/** The value below which `part` (0 to 1) of the series lies. */
export function percentile(taken: readonly number[], part: number): number {
  const sorted = [...taken].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The middle of a series. */
export function median(taken: readonly number[]): number {
  return percentile(taken, 0.5);
}

/** One line: name, count, p50, p95, p99 in milliseconds. */
export function report(name: string, taken: readonly number[]): void {
  const show = (part: number) => `${percentile(taken, part).toFixed(2)} ms`.padStart(12);
  process.stdout.write(
    `${name.padEnd(44)} n=${String(taken.length).padEnd(4)} p50${show(0.5)}  p95${show(0.95)}  p99${show(0.99)}\n`,
  );
}
