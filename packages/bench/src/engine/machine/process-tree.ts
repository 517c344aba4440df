import { readdirSync, readFileSync } from "node:fs";

/** Linux counts CPU time of processes for user land in hundredths of a second. */
const tickUs = 10_000;

function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name in brackets and may hold spaces.
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined; // it ended meanwhile
  }
}

/** A process and everything that it started, as it is now. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? statOf(Number(name))?.[1] : undefined;
    if (parent !== undefined) children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** The words that a process was started with; none where it ended meanwhile. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** Microseconds of CPU (user and system, ended children included) that a process tree has used. */
export function cpuUs(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const fields = statOf(pid) ?? [];
    return fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0);
  });
  return ticks.reduce((sum, value) => sum + value, 0) * tickUs;
}

/** Proportional set size in MiB: shared pages are counted once among those that share them. */
export function pssMb(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "latin1"))?.[1] ?? 0);
    } catch {
      return 0; // it ended meanwhile
    }
  });
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
}
