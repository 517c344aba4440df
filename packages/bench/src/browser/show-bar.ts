import { median, percentile } from "../series.ts";

/** What a series is to stay below, at which part of it. */
export interface Bar {
  readonly at: number;
  readonly ms: number;
}

/** One line: whether the bar holds (`✗` where not), the name, how many, median and p95 in milliseconds, the bar. */
export function showBar(name: string, taken: readonly number[], bar: Bar | undefined): void {
  const figure = (value: number) => `${value.toFixed(0)} ms`.padStart(9);
  const held = !bar || percentile(taken, bar.at) < bar.ms;
  const asked = bar ? `  p${bar.at * 100} < ${bar.ms} ms` : "";
  process.stdout.write(
    `${held ? "  " : "✗ "}${name.padEnd(46)} n=${String(taken.length).padEnd(3)} p50${figure(median(taken))}  p95${figure(percentile(taken, 0.95))}${asked}\n`,
  );
}
