import { readFileSync } from "node:fs";

/** Milliseconds that processes had on a processor, and in which they waited for one. */
export interface Turns {
  readonly ranMs: number;
  readonly waitedMs: number;
}

/** What /proc tells of the first threads of these processes until now; those that ended count nothing. */
export function turnsOf(pids: readonly number[]): Turns {
  let [ranMs, waitedMs] = [0, 0];
  for (const pid of pids) {
    const [ranNs = 0, waitedNs = 0] = schedstat(pid);
    ranMs += ranNs / 1e6;
    waitedMs += waitedNs / 1e6;
  }
  return { ranMs, waitedMs };
}

function schedstat(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/schedstat`, "latin1").split(" ").map(Number);
  } catch {
    return [];
  }
}
