import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { startDataPlaneProcess } from "../data-plane/data-plane-subject.ts";
import { measuredTenant } from "../data-plane/seed-tenants.ts";
import { type BenchPlatform, startPlatform } from "../data-plane/start-platform.ts";
import { killAllChildren, stopChild, untilAnswers } from "../engine/machine/child.ts";
import { load } from "../engine/machine/load.ts";
import { attacks } from "./attacks.ts";
import { measureNeighbour, type NeighbourRow } from "./measure-neighbour.ts";

export const neighboursUsage = `pnpm bench neighbours [--quick] [--only ATTACK] [--json FILE]

Measures tenant B through the whole path (data plane and engine) while tenant A attacks: quiet and noisy rounds in turn.
  --quick      one round of each attack: about a minute; the whole takes about four
  --only WORD  the attacks whose name has this word
  --json FILE  where the figures go as JSON (neighbours-bench.json in the folder of the call)`;

const limitMinutes = 10;
const bounds = { p99Ratio: 2, shareOfFair: 0.8 };

const line = (row: readonly string[]) =>
  `${(row[0] ?? "").padEnd(34)}${row
    .slice(1)
    .map((cell) => cell.padStart(13))
    .join("")}\n`;

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);
const both = (quiet: string, noisy: string) => `${quiet}/${noisy}`;

function report(rows: readonly NeighbourRow[]): void {
  const head = ["p50 at 1 ms", "p99 at 1 ms", "at 16 /s", "A's /s", "errors"];
  process.stdout.write(line(["B, quiet/while A …", ...head]));
  for (const row of rows) {
    const figures = [
      both(ms(row.quietP50Ms), ms(row.noisyP50Ms)),
      both(ms(row.quietP99Ms), ms(row.noisyP99Ms)),
      both(row.quietPerSecond.toFixed(0), row.noisyPerSecond.toFixed(0)),
      row.attackPerSecond.toFixed(0),
    ];
    process.stdout.write(line([row.attack, ...figures, String(row.errors)]));
  }
}

const show = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(" ");

function judge(rows: readonly NeighbourRow[]): void {
  process.stdout.write("\nWhat was set, and what this run found: the median of the rounds, and each of them\n");
  const verdict = (holds: boolean, name: string, text: string) =>
    process.stdout.write(`${holds ? "  " : "✗ "}${name.padEnd(72)}${text}\n`);
  for (const { attack, p99Ratio, p99Ratios } of rows)
    verdict(
      p99Ratio <= bounds.p99Ratio,
      `B's p99 against its quiet one while A ${attack}`,
      `${p99Ratio.toFixed(2)}x  (≤ ${bounds.p99Ratio}x)   ${show(p99Ratios)}`,
    );
  for (const { attack, shareOfFair, sharesOfFair } of rows)
    verdict(
      shareOfFair >= bounds.shareOfFair,
      `B's part of its fair half while A ${attack}`,
      `${shareOfFair.toFixed(2)}x  (≥ ${bounds.shareOfFair}x)   ${show(sharesOfFair)}`,
    );
}

async function measureAll(platform: BenchPlatform, word: string, quick: boolean): Promise<NeighbourRow[]> {
  const { child, call } = await startDataPlaneProcess(platform, { driver: "lean" });
  const plan = quick ? { rounds: 1, secondsEach: 1 } : { rounds: 5, secondsEach: 1.5 };
  const rows: NeighbourRow[] = [];
  try {
    const victim = call("b", "score");
    await untilAnswers(victim, "the data plane");
    await load(victim, 16, 2_000); // environments start and code is compiled
    for (const attack of attacks.filter(({ name }) => name.includes(word))) {
      process.stderr.write(`A ${attack.name}\n`);
      rows.push(await measureNeighbour(call, attack, plan));
    }
    return rows;
  } finally {
    await stopChild(child, "SIGTERM");
  }
}

/** Runs the benchmark of neighbours and prints its tables. */
export async function benchNeighbours(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      json: { type: "string", default: "neighbours-bench.json" },
    },
  });
  const limit = setTimeout(() => {
    process.stderr.write(`The run was ended after ${limitMinutes} minutes: the machine is too busy for figures.\n`);
    killAllChildren();
    process.exit(1);
  }, limitMinutes * 60_000);
  const folder = mkdtempSync(path.join(tmpdir(), "annex-bench-"));
  let platform: BenchPlatform | undefined;
  try {
    const functions = attacks.flatMap((attack) => attack.functions);
    platform = await startPlatform(folder, [
      { key: "a", functions },
      { ...measuredTenant, key: "b" },
    ]);
    const before = loadavg()[0]?.toFixed(1);
    const rows = await measureAll(platform, values.only, values.quick);
    process.stdout.write(`${cpus().length} CPUs, load ${before} before the run, Node ${process.version}\n\n`);
    report(rows);
    judge(rows);
    writeFileSync(path.resolve(values.json), `${JSON.stringify({ rows, load: loadavg() }, null, 2)}\n`);
  } finally {
    await platform?.stop();
    killAllChildren();
    rmSync(folder, { recursive: true, force: true });
    clearTimeout(limit);
  }
}
