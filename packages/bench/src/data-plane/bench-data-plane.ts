import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { killAllChildren } from "../engine/machine/child.ts";
import { measureWarm, type WarmRow } from "../engine/sections/warm.ts";
import type { Subject } from "../engine/subjects/subject.ts";
import { startDataPlane } from "./data-plane-subject.ts";
import { startFloorPath } from "./floor-path.ts";
import { type BenchPlatform, startPlatform } from "./start-platform.ts";

export const dataPlaneUsage = `pnpm bench data-plane [--quick] [--json FILE]

Measures the whole path (token, tenancy, limits, mapping, Invoke on the engine, ledger) beside a reference gateway and
engine, and the two Invoke drivers beside each other, in one run of about two minutes.
  --quick      fewer rounds: about half a minute
  --json FILE  where the figures go as JSON (data-plane-bench.json in the folder of the call)`;

const limitMinutes = 4;
/** Two for each of two processors, as many as the engine has at work. */
const floorEnvironments = 4;

const line = (row: readonly string[]) =>
  `${(row[0] ?? "").padEnd(56)}${row
    .slice(1)
    .map((cell) => cell.padStart(12))
    .join("")}\n`;

function report(rows: readonly WarmRow[]): void {
  process.stdout.write(line(["", "p50 at 1 ms", "CPU us", "at 16 /s", "p99 at 16", "errors"]));
  for (const row of rows) {
    const figures = [row.p50Ms.toFixed(2), row.cpuUs.toFixed(0), row.perSecond.toFixed(0), row.p99At16Ms.toFixed(1)];
    process.stdout.write(line([row.name, ...figures, String(row.errors)]));
  }
}

function judge([floor, lean, sdk]: readonly WarmRow[]): void {
  if (!floor || !lean || !sdk) return;
  const bars = [
    ["CPU of an invocation against the floor", lean.cpuUs / floor.cpuUs, "≤", 1.4],
    ["p50 with one caller against the floor", lean.p50Ms / floor.p50Ms, "≤", 1.4],
    ["throughput of 16 callers against the floor", lean.perSecond / floor.perSecond, "≥", 0.7],
    ["throughput of the lean driver against the SDK's", lean.perSecond / sdk.perSecond, "≥", 2],
  ] as const;
  process.stdout.write("\n");
  for (const [name, value, sign, bound] of bars) {
    const holds = sign === "≤" ? value <= bound : value >= bound;
    process.stdout.write(`${holds ? "  " : "✗ "}${name.padEnd(54)}${value.toFixed(2)}x  (${sign} ${bound}x)\n`);
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
    subjects.push(await startDataPlane(platform, "lean"));
    subjects.push(await startDataPlane(platform, "sdk"));
    const rows = await measureWarm(subjects, plan);
    process.stdout.write(
      `${cpus().length} CPUs, load ${loadavg()[0]?.toFixed(1)} at the end, Node ${process.version}\n\n`,
    );
    report(rows);
    judge(rows);
    writeFileSync(path.resolve(values.json), `${JSON.stringify({ rows, load: loadavg() }, null, 2)}\n`);
  } finally {
    for (const subject of subjects) await subject.stop();
    await platform?.stop();
    killAllChildren();
    rmSync(folder, { recursive: true, force: true });
    clearTimeout(limit);
  }
}
