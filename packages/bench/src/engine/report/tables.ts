import type { Results } from "../results.ts";
import type { Bar } from "./bars.ts";

/** A table of text: the first column to the left, all others to the right. */
function table(title: string, head: readonly string[], body: readonly (readonly string[])[]): string {
  if (body.length === 0) return "";
  const widths = head.map((name, column) => Math.max(name.length, ...body.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return [`\n${title}`, line(head), ...body.map(line)].join("\n");
}

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);

function warmTable({ warm = [] }: Results): string {
  const head = [
    "warm invocation",
    "p50 at 1 (ms)",
    "p99 at 1",
    "CPU (us)",
    "range",
    "at 16 (/s)",
    "p99 at 16 (ms)",
    "errors",
  ];
  const body = warm.map((row) => [
    row.name,
    ms(row.p50Ms),
    ms(row.p99Ms),
    row.cpuUs.toFixed(0),
    row.cpuUsRange.map((value) => value.toFixed(0)).join("–"),
    row.perSecond.toFixed(0),
    ms(row.p99At16Ms),
    String(row.errors),
  ]);
  return table("Warm: one caller, then 16; CPU is of the whole process tree with 16 callers", head, body);
}

function firstTable({ first = [] }: Results): string {
  const body = first.map(({ name, count, p50Ms, p95Ms, minMs }) => [
    name,
    String(count),
    ms(p50Ms),
    ms(p95Ms),
    ms(minMs),
  ]);
  return table("First invocation of a never-used function", ["", "n", "p50 (ms)", "p95", "min"], body);
}

function stormTable({ storms = [] }: Results): string {
  const body = storms.map(({ language, functions, engineMs, floorMs, idleMb, floorIdleMb }) => [
    `${language}, ${functions} at once`,
    ms(engineMs),
    ms(floorMs),
    ((functions * 1000) / engineMs).toFixed(1),
    idleMb.toFixed(1),
    floorIdleMb.toFixed(1),
  ]);
  const head = ["", "engine (ms)", "floor (ms)", "engine (/s)", "PSS of each (MiB)", "of the floor's"];
  return table("New functions at once, none pre-started", head, body);
}

function otherTable({ idle, accept, start }: Results): string {
  const idleRows = idle && [
    ["CPU of all idle environments", `${idle.idleCpuUs} us in ${idle.idleSeconds} s`],
    ["invocation after a pause of 20 ms / 2 ms, p50", `${ms(idle.thawedMs)} / ${ms(idle.awakeMs)} ms`],
    ["  the same before the floor, which never freezes", `${ms(idle.floorThawedMs)} / ${ms(idle.floorAwakeMs)} ms`],
  ];
  const acceptRows = accept && [
    [
      "asynchronous: accepted, p50 / with 16 callers",
      `${ms(accept.p50Ms)} ms / ${accept.perSecond.toFixed(0)} a second`,
    ],
  ];
  const startRows = start && [
    ["engine start, empty", `${ms(start.emptyMs)} ms`],
    [`engine start, ${start.functions} functions stored`, `${ms(start.storedMs)} ms`],
    ["  the same after kill -9", `${ms(start.storedAfterKillMs)} ms`],
    ["floor: node -e 0", `${ms(start.nodeMs)} ms`],
  ];
  return table("Besides", ["", ""], [...(idleRows ?? []), ...(acceptRows ?? []), ...(startRows ?? [])]);
}

function barTable(bars: readonly Bar[]): string {
  const body = bars.map(({ name, value, unit, bound, isLower, holds }) => [
    `${holds ? "  " : "✗ "}${name}`,
    `${value.toFixed(unit === "/s" || unit === "us" ? 0 : 2)} ${unit}`,
    `${isLower ? "≤" : "≥"} ${bound} ${unit}`,
  ]);
  return table("What was set, and what this run found", ["", "found", "set"], body);
}

/** The whole run, for a person. */
export function renderTables(results: Results, bars: readonly Bar[]): string {
  const tables = [warmTable(results), firstTable(results), stormTable(results), otherTable(results), barTable(bars)];
  return `${tables.filter(Boolean).join("\n")}\n`;
}
