import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { killAllChildren } from "../engine/machine/child.ts";
import { measureWarm, type Round, type WarmRow } from "../engine/sections/warm.ts";
import type { Subject } from "../engine/subjects/subject.ts";
import { median } from "../series.ts";
import { type DataPlaneStart, startDataPlane } from "./data-plane-subject.ts";
import { startFloorPath } from "./floor-path.ts";
import { type BenchPlatform, startPlatform } from "./start-platform.ts";

export const dataPlaneUsage = `pnpm bench data-plane [--quick] [--json FILE]

Measures the whole path (token, tenancy, limits, mapping, Invoke on the engine, ledger) beside a reference gateway and
engine, the two Invoke drivers beside each other, and what the ledger, the barest durable row and the recording of traces
cost, in one run of under four minutes.
  --quick      fewer rounds: about half a minute
  --json FILE  where the figures go as JSON (data-plane-bench.json in the folder of the call)`;

const limitMinutes = 5;
/** Two for each of two processors, as many as the engine has at work. */
const floorEnvironments = 4;

const starts: readonly (readonly [name: string, start: DataPlaneStart])[] = [
  ["data plane, lean driver", { driver: "lean" }],
  ["data plane, sdk driver", { driver: "sdk" }],
  ["data plane, lean driver, without its ledger", { driver: "lean", recordsOnly: "nothing" }],
  ["data plane, lean driver, each trace recorded", { driver: "lean", recordsTraces: true }],
  ["data plane, lean driver, barest durable rows", { driver: "lean", recordsOnly: "barest rows" }],
];

const line = (row: readonly string[]) =>
  `${(row[0] ?? "").padEnd(56)}${row
    .slice(1)
    .map((cell) => cell.padStart(13))
    .join("")}\n`;

function report(rows: readonly WarmRow[]): void {
  process.stdout.write(line(["", "p50 at 1 ms", "CPU us", "PostgreSQL's", "at 16 /s", "p99 at 16", "errors"]));
  for (const row of rows) {
    const cpu = [row.cpuUs.toFixed(0), row.databaseUs.toFixed(0)];
    const figures = [row.p50Ms.toFixed(2), ...cpu, row.perSecond.toFixed(0), row.p99At16Ms.toFixed(1)];
    process.stdout.write(line([row.name, ...figures, String(row.errors)]));
  }
}

interface Bar {
  readonly name: string;
  readonly value: number;
  readonly unit: "x" | "ms" | "%" | "us";
  readonly sign?: "≤" | "≥";
  readonly bound?: number;
}

/** The median of what each round says of two rows that were measured in it one after the other. */
function paired(one: WarmRow, other: WarmRow, read: (one: Round, other: Round) => number): number {
  return median(
    one.rounds.flatMap((round, index) => {
      const beside = other.rounds[index];
      return beside === undefined ? [] : [read(round, beside)];
    }),
  );
}

/** What one row costs more than the other; bounds are for the ledger alone. */
function costs(what: string, row: WarmRow, without: WarmRow, bounds: { percent?: number; ms?: number } = {}): Bar[] {
  const percent = 100 * (1 - paired(row, without, (one, other) => one.perSecond / other.perSecond));
  const ms = paired(row, without, (one, other) => one.p50Ms - other.p50Ms);
  const us = paired(row, without, (one, other) => one.cpuUs - other.cpuUs);
  const databaseUs = paired(row, without, (one, other) => one.databaseUs - other.databaseUs);
  const atMost = (bound: number | undefined) => (bound === undefined ? {} : ({ sign: "≤", bound } as const));
  return [
    { name: `${what}: throughput of 16 callers`, value: percent, unit: "%", ...atMost(bounds.percent) },
    { name: `${what}: p50 with one caller`, value: ms, unit: "ms", ...atMost(bounds.ms) },
    { name: `${what}: CPU of an invocation`, value: us, unit: "us" },
    { name: `${what}: CPU of PostgreSQL for an invocation`, value: databaseUs, unit: "us" },
  ];
}

function barsOf([floor, lean, sdk, without, traced, barest]: readonly WarmRow[]): Bar[] {
  if (!floor || !lean || !sdk || !without || !traced || !barest) return [];
  const ratio = (one: WarmRow, other: WarmRow, read: (round: Round) => number) =>
    paired(one, other, (mine, its) => read(mine) / read(its));
  const times = (name: string, value: number, sign: "≤" | "≥", bound: number): Bar => {
    return { name, value, unit: "x", sign, bound };
  };
  const { cpuUs, p50Ms, perSecond } = reads;
  return [
    times("CPU of an invocation against the floor", ratio(lean, floor, cpuUs), "≤", 1.4),
    times("p50 with one caller against the floor", ratio(lean, floor, p50Ms), "≤", 1.4),
    times("throughput of 16 callers against the floor", ratio(lean, floor, perSecond), "≥", 0.7),
    times("throughput of the lean driver against the SDK's", ratio(lean, sdk, perSecond), "≥", 2),
    ...costs("what recording costs", lean, without, { percent: 5, ms: 0.1 }),
    ...costs("what the barest durable row costs", barest, without),
    ...costs("what recorded traces cost", traced, lean),
  ];
}

const reads = {
  cpuUs: (round: Round) => round.cpuUs,
  p50Ms: (round: Round) => round.p50Ms,
  perSecond: (round: Round) => round.perSecond,
};

const shown = ({ value, unit }: Pick<Bar, "value" | "unit">) =>
  unit === "x" ? `${value.toFixed(2)}x` : `${value.toFixed(unit === "ms" ? 3 : 1)} ${unit}`;

function judge(bars: readonly Bar[]): void {
  process.stdout.write("\nMedians of what each round found\n");
  for (const { name, value, unit, sign, bound } of bars) {
    const holds = bound === undefined || (sign === "≤" ? value <= bound : value >= bound);
    const set = bound === undefined ? "" : `  (${sign} ${bound}${unit === "x" ? "x" : ` ${unit}`})`;
    process.stdout.write(`${holds ? "  " : "✗ "}${name.padEnd(80)}${shown({ value, unit })}${set}\n`);
  }
}

/** Runs the benchmark of the data plane and prints its tables. */
export async function benchDataPlane(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: "boolean", default: false }, json: { type: "string", default: "data-plane-bench.json" } },
  });
  const plan = values.quick
    ? { rounds: 2, secondsAt1: 0.5, secondsAt16: 1 }
    : { rounds: 5, secondsAt1: 1, secondsAt16: 3 };
  const limit = setTimeout(() => {
    process.stderr.write(`The run was ended after ${limitMinutes} minutes: the machine is too busy for figures.\n`);
    killAllChildren();
    process.exit(1);
  }, limitMinutes * 60_000);
  const folder = mkdtempSync(path.join(tmpdir(), "annex-bench-"));
  const subjects: Subject[] = [];
  let platform: BenchPlatform | undefined;
  try {
    platform = await startPlatform(folder);
    subjects.push(await startFloorPath(folder, floorEnvironments));
    for (const [name, start] of starts) subjects.push(await startDataPlane(platform, name, start));
    const rows = await measureWarm(subjects, plan);
    process.stdout.write(
      `${cpus().length} CPUs, load ${loadavg()[0]?.toFixed(1)} at the end, Node ${process.version}\n\n`,
    );
    report(rows);
    const bars = barsOf(rows);
    judge(bars);
    writeFileSync(path.resolve(values.json), `${JSON.stringify({ rows, bars, load: loadavg() }, null, 2)}\n`);
  } finally {
    for (const subject of subjects) await subject.stop();
    await platform?.stop();
    killAllChildren();
    rmSync(folder, { recursive: true, force: true });
    clearTimeout(limit);
  }
}
