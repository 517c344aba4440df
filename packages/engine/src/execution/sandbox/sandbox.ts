import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import type { Duplex, Readable } from "node:stream";
import { Duplex as DuplexStream, Readable as ReadableStream } from "node:stream";
import type { Cgroup } from "../cgroup/cgroup.ts";
import { descriptors } from "./command.ts";
import { inheritedDescriptors } from "./inherited-descriptors.ts";

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
  readonly signal: NodeJS.Signals | null;
  /** The last lines that bubblewrap itself or the loader wrote, for an engine that has to say why. */
  readonly reason: string;
}

export interface SandboxStart {
  readonly command: readonly string[];
  readonly cgroup: Cgroup;
  readonly seccompFile?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly confined: boolean;
}

// Read once: what the engine opens itself closes by itself.
const inherited = inheritedDescriptors();

/** Starts the command of a sandbox. The environment is exactly what is given: nothing of the engine's is inherited. */
export function startSandbox(start: SandboxStart): Sandbox {
  const [program = "/bin/sh", ...args] = start.command;
  // Read to its end by bubblewrap, so each sandbox gets its own open file.
  const seccomp = start.seccompFile === undefined ? undefined : openSync(start.seccompFile, "r");
  const nothing = inherited.length === 0 ? undefined : openSync("/dev/null", "r");
  const child = spawn(program, args, {
    stdio: covering(["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", seccomp ?? "ignore"], nothing),
    env: { ...start.environment },
    ...(start.cwd === undefined ? {} : { cwd: start.cwd }),
  });
  for (const file of [seccomp, nothing]) if (file !== undefined) closeSync(file);
  const outerPid = child.pid ?? 0;
  const networkPid = start.confined ? readInfo(child, descriptors.info) : Promise.resolve(outerPid);
  return {
    stdout: readable(child.stdout),
    stderr: readable(child.stderr),
    log: duplex(child, descriptors.log),
    runtime: duplex(child, descriptors.runtime),
    exited: exitOf(child),
    network: async () => ({ pid: await networkPid, outerPid }),
    freeze: (frozen) => {
      if (!start.cgroup.freeze(frozen)) signalAll(child, frozen ? "SIGSTOP" : "SIGCONT");
    },
    pids: () => descendants(child.pid),
    residentBytes: (limit) => residentBytes(descendants(child.pid), limit),
    kill: () => signalAll(child, "SIGKILL"),
  };
}

/** Puts nothing at the place of each descriptor that would be inherited; those left out are closed already. */
function covering(own: readonly StdioEntry[], nothing: number | undefined): StdioEntry[] {
  const stdio = [...own];
  for (const descriptor of inherited) if (descriptor >= own.length) stdio[descriptor] = nothing ?? "ignore";
  return Array.from(stdio, (entry) => entry ?? "ignore");
}

type StdioEntry = "ignore" | "pipe" | number;

function exitOf(child: ChildProcess): Promise<SandboxExit> {
  const lines: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => {
    lines.push(chunk.toString("utf8").slice(0, 2_000));
    if (lines.length > 5) lines.shift();
  });
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: null, signal: null, reason: error.message }));
    child.on("close", (code, signal) => resolve({ code, signal, reason: lines.join("").trim() }));
  });
}

function readable(stream: Readable | null): Readable {
  return stream ?? ReadableStream.from([]);
}

function duplex(child: ChildProcess, descriptor: number): Duplex {
  const stream = child.stdio[descriptor];
  if (!(stream instanceof DuplexStream)) throw new Error(`descriptor ${descriptor} of a sandbox is not a stream`);
  // A sandbox that dies resets its streams; its exit is what we act on.
  stream.on("error", () => {});
  return stream;
}

/** bubblewrap tells the process ID of what it started, on the host, in JSON. */
function readInfo(child: ChildProcess, descriptor: number): Promise<number> {
  const stream = duplex(child, descriptor);
  return new Promise((resolve) => {
    let text = "";
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const pid = /"child-pid": (\d+)/.exec(text)?.[1];
      if (pid !== undefined) resolve(Number(pid));
    });
    stream.on("close", () => resolve(child.pid ?? 0));
  });
}

// Parents first, and again until there is nobody new: who is stopped starts no more children.
function signalAll(child: ChildProcess, signal: NodeJS.Signals): void {
  const own = child.pid;
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

function descendants(pid: number | undefined): number[] {
  const found = pid === undefined ? [] : [pid];
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
