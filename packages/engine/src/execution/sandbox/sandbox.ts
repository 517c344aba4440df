import { readdirSync, readFileSync } from "node:fs";
import type { Duplex, Readable } from "node:stream";
import type { Cgroup } from "../cgroup/cgroup.ts";
import type { LaunchedProcess } from "./launch.ts";

/** A started sandbox: its streams, its life, and the hand on its processes. */
export interface Sandbox {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Framed log lines of the runtime client. */
  readonly log: Readable;
  /** The Lambda Runtime API, between the engine and this sandbox alone: nobody else can name this socket. */
  readonly runtime: Duplex;
  /** How the outermost process ended; by then its output has been read. */
  readonly exited: Promise<SandboxExit>;
  /** Where the sandbox's network is, for who opens a socket in it. */
  network(): Promise<NetworkPlace>;
  /** Stops (or lets run on) all processes between invocations. */
  freeze(frozen: boolean): void;
  pids(): number[];
  /** Memory of all processes, for machines without a memory cgroup; exact from `limit` bytes on. */
  residentBytes(limit: number): number;
  kill(): void;
}

/** Process IDs on the host: of one in the network namespace, and of one in the user namespace around its owner. */
export interface NetworkPlace {
  readonly pid: number;
  readonly outerPid: number;
}

export interface SandboxExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines that bubblewrap itself or the loader wrote, for an engine that has to say why. */
  readonly reason: string;
}

/** A sandbox over a process that the launcher started. */
export function sandboxOf(process: LaunchedProcess, cgroup: Cgroup): Sandbox {
  const { pid, streams } = process;
  return {
    ...streams,
    exited: exitOf(process),
    network: async () => ({ pid: await process.networkPid, outerPid: pid }),
    freeze: (frozen) => {
      if (!cgroup.freeze(frozen)) signalAll(pid, frozen ? "SIGSTOP" : "SIGCONT");
    },
    pids: () => descendants(pid),
    residentBytes: (limit) => residentBytes(descendants(pid), limit),
    kill: () => signalAll(pid, "SIGKILL"),
  };
}

async function exitOf({ streams, exited }: LaunchedProcess): Promise<SandboxExit> {
  const lines: string[] = [];
  streams.stderr.on("data", (chunk: Buffer) => {
    lines.push(chunk.toString("utf8").slice(0, 2_000));
    if (lines.length > 5) lines.shift();
  });
  const { code, signal } = await exited;
  return { code, signal, reason: lines.join("").trim() };
}

// Parents first, and again until there is nobody new: who is stopped starts no more children.
function signalAll(own: number, signal: NodeJS.Signals): void {
  const signalled = new Set<number>();
  for (let round = 0; round < MAX_SIGNAL_ROUNDS; round++) {
    const others = descendants(own).filter((pid) => !signalled.has(pid));
    if (others.length === 0) return;
    for (const pid of others) {
      signalled.add(pid);
      // The outermost shell stays able to notice that its child ends.
      if (signal !== "SIGKILL" && pid === own) continue;
      try {
        process.kill(pid, signal);
      } catch {
        // It ended by itself.
      }
    }
  }
}

function descendants(pid: number): number[] {
  const found = [pid];
  for (const parent of found) found.push(...childrenOf(parent));
  return found;
}

const MAX_SIGNAL_ROUNDS = 50;
const PAGE_BYTES = 4096;

/** What the kernel counts quickly holds shared pages once for each process; what it counts exactly takes longer. */
function residentBytes(pids: readonly number[], limit: number): number {
  const quick = pids.reduce((sum, pid) => sum + residentOf(pid), 0);
  return quick <= limit ? quick : pids.reduce((sum, pid) => sum + proportionalOf(pid), 0);
}

function proportionalOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return residentOf(pid);
  }
}

function residentOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1] ?? 0) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  try {
    // A child is listed under the thread that started it.
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
