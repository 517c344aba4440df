import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CgroupFolder } from "./hierarchies.ts";

/** Processor time that a cgroup and those below it had, in milliseconds: `cpuacct.usage` (v1, ns) or `cpu.stat` (v2, us). */
export function usedProcessorMs({ version, folder }: CgroupFolder): number {
  if (version === 1) return Number(readFileSync(join(folder, "cpuacct.usage"), "latin1")) / 1e6;
  return Number(/^usage_usec (\d+)/m.exec(readFileSync(join(folder, "cpu.stat"), "latin1"))?.[1] ?? 0) / 1e3;
}
