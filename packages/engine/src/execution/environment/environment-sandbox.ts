import { chmodSync, mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Cgroup } from "../cgroup/cgroup.ts";
import { limitedCommand, sandboxCommand } from "../sandbox/command.ts";
import type { LanguageRuntime } from "../sandbox/language-runtimes.ts";
import { runtimeClients } from "../sandbox/runtime-client.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import type { EnvironmentHost } from "./environment-host.ts";
import { type FunctionPaths, libraryPath } from "./lambda-variables.ts";

/** Memory that Lambda does not count either: the sandbox itself and the runtime's fixed part, in MiB. */
export const RUNTIME_ALLOWANCE_MB = 48;
export const DEFAULT_TMP_MB = 512;
const MAX_PROCESSES = 256;
/**
 * The share of what starts, and of an invocation that runs for longer than a moment: they give way to invocations that
 * begin, and share what is left by memory size. However many there are, a short invocation finds a processor.
 */
export const LATER_SHARE = 1 / 16;
/** Lambda gives one full processor at this size. */
const MB_PER_CPU = 1769;

/** One thread beside the main one compiles and collects garbage: each costs memory and a moment of the start. */
const NODE_FLAGS = ["--v8-pool-size=1"];
/** One heap for all threads of a process: each of its own would keep what it once had. */
const ONE_HEAP = { MALLOC_ARENA_MAX: "1" };

/** What an environment's sandbox is sized by; a pre-started one has the defaults until it gets its function. */
export interface SandboxSize {
  readonly memoryMb: number;
  readonly tmpMb: number;
}

export interface EnvironmentSandbox {
  readonly sandbox: Sandbox;
  readonly cgroup: Cgroup;
  /** Folders on the host that the sandbox sees read-only, to be filled at assignment. */
  readonly folders: { readonly task: string; readonly opt: string; readonly run: string };
  /** The same places as the function sees them. */
  readonly paths: FunctionPaths;
  remove(): Promise<void>;
}

/** Makes the folders, the cgroup and the sandbox of one environment, and starts the runtime client in it. */
export function startEnvironmentSandbox(
  host: EnvironmentHost,
  runtime: LanguageRuntime,
  size: SandboxSize,
  identity: { readonly id: string; readonly number: number; readonly variables: Readonly<Record<string, string>> },
): EnvironmentSandbox {
  const folder = join(host.folder, identity.id);
  const folders = { task: join(folder, "task"), opt: join(folder, "opt"), run: join(folder, "run") };
  for (const path of [folder, ...Object.values(folders)]) makeFolder(path);
  const cgroup = host.cgroups.create(identity.id);
  limitCgroup(cgroup, size);
  const paths = host.confined
    ? { task: "/var/task", opt: "/opt", runtime: "/var/runtime" }
    : { task: folders.task, opt: folders.opt, runtime: runtimeClients };
  const client = clientCommand(runtime, host.confined ? runtime.interpreter : runtime.binary, paths.runtime);
  const command = host.confined
    ? sandboxCommand({
        stage: host.stages.of(runtime),
        folders: [
          { source: folders.task, target: "/var/task" },
          { source: folders.opt, target: "/opt" },
          { source: folders.run, target: "/run/annex" },
        ],
        tmpBytes: size.tmpMb * 1_048_576,
        command: client,
        libraryPath: libraryPath(paths),
        entryFiles: cgroup.entryFiles,
        seccomp: host.seccompFile !== undefined,
        hostId: host.firstHostId + (identity.number % host.hostIds),
        ...(host.cgroups.can.pids || (host.root && host.hostIds === 1) ? {} : { maxProcesses: MAX_PROCESSES }),
      })
    : limitedCommand(cgroup.entryFiles, client);
  const sandbox = startSandbox({
    command,
    cgroup,
    environment: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8", ...ONE_HEAP, ...identity.variables },
    confined: host.confined,
    ...(host.seccompFile === undefined ? {} : { seccompFile: host.seccompFile }),
    ...(host.confined ? {} : { cwd: folders.task }),
  });
  const remove = async () => {
    await cgroup.remove();
    await rm(folder, { recursive: true, force: true });
  };
  return { sandbox, cgroup, folders, paths, remove };
}

/** /tmp is memory too on this side: what a function may store there must not count against its memory size. */
export function limitCgroup(cgroup: Cgroup, size: SandboxSize): void {
  cgroup.limit({
    memoryBytes: (size.memoryMb + RUNTIME_ALLOWANCE_MB + size.tmpMb) * 1_048_576,
    pids: MAX_PROCESSES,
    cpus: Math.max(1, size.memoryMb / MB_PER_CPU),
    weightMb: size.memoryMb * LATER_SHARE,
  });
}

function clientCommand(runtime: LanguageRuntime, interpreter: string, clients: string): string[] {
  if (runtime.language === "provided") return [interpreter, join(clients, "provided", "wait.sh")];
  if (runtime.language === "python") return [interpreter, "-I", "-S", "-u", join(clients, "python", "bootstrap.py")];
  return [interpreter, ...NODE_FLAGS, join(clients, "node", "bootstrap.cjs")];
}

// The mode is set beside making it: a umask of the engine's own must not hide a function's code from it.
function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}
