import { closeSync, existsSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from "node:fs";
import { rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { CgroupFolders } from "./cgroups.ts";
import { ProcessorWeight } from "./processor-weight.ts";
import { type Turns, turnsOf } from "./turns.ts";

/** The bounds of one execution environment. Sizes in bytes; `cpus` in whole processors. */
export interface CgroupLimits {
  readonly memoryBytes: number;
  readonly pids: number;
  readonly cpus: number;
}

const CPU_PERIOD_US = 100_000;

/** The cgroup of one execution environment, in as many hierarchies as the machine needs for it. */
export class Cgroup {
  readonly #folders: CgroupFolders;
  readonly #unique: readonly string[];
  readonly #joined: readonly string[];
  /** Its part of the processors against other environments alone; none without a controller. */
  readonly processors: ProcessorWeight | undefined;
  /** These two are used around every invocation: an open file saves the path lookup. */
  #freezeFile: number | undefined;
  #peakFile: number | undefined;
  #isRemoved = false;
  #peak: number | undefined;
  readonly #peakBuffer = Buffer.alloc(32);

  /** `joined` are cgroups of all environments together, which it is in besides. */
  constructor(folders: CgroupFolders, joined: readonly string[]) {
    this.#folders = folders;
    this.#joined = joined;
    this.processors = folders.cpu && new ProcessorWeight(folders.cpu);
    this.#unique = [...new Set(Object.values(folders).map((place) => place.folder))];
  }

  /** One in each hierarchy. */
  get folders(): readonly string[] {
    return this.#unique;
  }

  /** The files that a shell writes its own pid to before it becomes the sandbox. */
  get entryFiles(): readonly string[] {
    return [...this.#unique, ...this.#joined].map((folder) => join(folder, "cgroup.procs"));
  }

  limit(limits: CgroupLimits): void {
    const { memory, pids, cpu } = this.#folders;
    const quota = Math.round(limits.cpus * CPU_PERIOD_US);
    if (memory?.version === 1) put(memory.folder, "memory.limit_in_bytes", limits.memoryBytes);
    if (memory?.version === 2) put(memory.folder, "memory.max", limits.memoryBytes);
    if (memory?.version === 2 && existsSync(join(memory.folder, "memory.swap.max")))
      put(memory.folder, "memory.swap.max", 0);
    if (pids !== undefined) put(pids.folder, "pids.max", limits.pids);
    if (cpu?.version === 1) put(cpu.folder, "cpu.cfs_quota_us", quota);
    if (cpu?.version === 2) put(cpu.folder, "cpu.max", `${quota} ${CPU_PERIOD_US}`);
  }

  /** False where this machine has no freezer and the caller has to stop the processes itself. */
  freeze(frozen: boolean): boolean {
    const { freezer } = this.#folders;
    if (freezer === undefined || this.#isRemoved) return false;
    this.#freezeFile ??= open(freezer, { 1: "freezer.state", 2: "cgroup.freeze" }, "w");
    if (this.#freezeFile === undefined) return false;
    const states = freezer.version === 2 ? ["0", "1"] : ["THAWED", "FROZEN"];
    writeSync(this.#freezeFile, states[Number(frozen)] ?? "0");
    return true;
  }

  /** The most memory that was in use, in bytes; undefined without a memory controller. */
  peakBytes(): number | undefined {
    if (this.#isRemoved) return this.#peak;
    this.#peakFile ??= open(this.#folders.memory, { 1: "memory.max_usage_in_bytes", 2: "memory.peak" }, "r");
    if (this.#peakFile === undefined) return undefined;
    const length = readSync(this.#peakFile, this.#peakBuffer, 0, 32, 0);
    return Number(this.#peakBuffer.toString("latin1", 0, length));
  }

  /** Memory of the processes themselves, without /tmp and file caches. */
  processBytes(): number | undefined {
    const { memory } = this.#folders;
    if (memory === undefined) return undefined;
    const stat = readFileSync(join(memory.folder, "memory.stat"), "utf8");
    return Number(new RegExp(`^${memory.version === 1 ? "rss" : "anon"} (\\d+)$`, "m").exec(stat)?.[1] ?? 0);
  }

  /** True when the kernel killed a process of this environment for memory. */
  ranOutOfMemory(): boolean {
    const { memory } = this.#folders;
    if (memory === undefined) return false;
    const file = join(memory.folder, memory.version === 1 ? "memory.oom_control" : "memory.events");
    if (!existsSync(file)) return false;
    const events = readFileSync(file, "utf8");
    return Number(/^oom_kill (\d+)$/m.exec(events)?.[1] ?? 0) > 0;
  }

  /** How its processes came to a processor until now. */
  turns(): Turns {
    return turnsOf(readPids(this.#unique[0] ?? ""));
  }

  pids(): number[] {
    return this.#unique.flatMap((folder) => readPids(folder));
  }

  /** Ends every process and removes the folders. */
  async remove(): Promise<void> {
    this.#peak = this.peakBytes();
    this.#isRemoved = true;
    for (const file of [this.#freezeFile, this.#peakFile]) if (file !== undefined) closeSync(file);
    this.#peakFile = undefined;
    this.#freezeFile = undefined;
    for (const folder of this.#unique) await killAll(folder);
  }
}

/**
 * Kills all processes of a cgroup, thaws it so that they can die, waits for them and removes the folder. While some
 * process joins a cgroup the kernel lets these calls wait, which must not keep the engine from its other work.
 */
export async function killAll(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 200 && existsSync(folder); attempt++) {
    try {
      if (existsSync(join(folder, "cgroup.kill"))) await writeFile(join(folder, "cgroup.kill"), "1");
      else for (const pid of readPids(folder)) kill(pid);
      if (existsSync(join(folder, "freezer.state"))) await writeFile(join(folder, "freezer.state"), "THAWED");
      await rmdir(folder);
      return;
    } catch {
      await delay(attempt < 20 ? 2 : 20);
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

function readPids(folder: string): number[] {
  try {
    return readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function put(folder: string, file: string, value: number | string): void {
  writeFileSync(join(folder, file), String(value));
}

function open(place: CgroupFolders["freezer"], files: Record<1 | 2, string>, flags: string): number | undefined {
  if (place === undefined) return undefined;
  const path = join(place.folder, files[place.version]);
  return existsSync(path) ? openSync(path, flags) : undefined;
}
