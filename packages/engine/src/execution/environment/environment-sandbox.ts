import { join } from "node:path";
import type { Cgroup } from "../cgroup/cgroup.ts";
import { sandboxCommand } from "../sandbox/command.ts";
import type { LanguageRuntime } from "../sandbox/language-runtimes.ts";
import { runtimeClients } from "../sandbox/runtime-client.ts";
import type { EnvironmentHost } from "./environment-host.ts";
import { type FunctionPaths, libraryPath } from "./lambda-variables.ts";
import { endPlace, type Place } from "./place.ts";

/** Memory that Lambda does not count either: the sandbox itself and the runtime's fixed part, in MiB. */
export const RUNTIME_ALLOWANCE_MB = 48;
export const DEFAULT_TMP_MB = 512;
const MAX_PROCESSES = 256;
/** Lambda gives one full processor at this size. */
const MB_PER_CPU = 1769;

/** One thread beside the main one compiles and collects garbage: each costs memory and a moment of the start. */
const NODE_FLAGS = ["--v8-pool-size=1"];

/** What an environment's sandbox is sized by; a pre-started one has the defaults until it gets its function. */
export interface SandboxSize {
  readonly memoryMb: number;
  readonly tmpMb: number;
}

/** What an environment is, and how it is to be started. */
export interface EnvironmentStart {
  readonly runtime: LanguageRuntime;
  readonly size: SandboxSize;
  /** Counts an engine's environments. */
  readonly number: number;
  /** The function's, of those that its runtime reads when it starts. */
  readonly variables: Readonly<Record<string, string>>;
  /** No function waits for it: there is time to compile what its first invocation will need. */
  readonly preStarted: boolean;
}

/** Starts the sandbox of an environment in its place, and the runtime client in it; tells where the function finds its things. */
export function startInPlace(host: EnvironmentHost, place: Place, start: EnvironmentStart): FunctionPaths {
  try {
    return startSandboxIn(host, place, start);
  } catch (error) {
    void endPlace(place);
    throw error;
  }
}

function startSandboxIn(host: EnvironmentHost, place: Place, start: EnvironmentStart): FunctionPaths {
  const { runtime, size, variables, preStarted } = start;
  limitCgroup(place.cgroup, size);
  const { task, opt } = place.folders;
  const paths = host.confined
    ? { task: "/var/task", opt: "/opt", runtime: "/var/runtime" }
    : { task, opt, runtime: runtimeClients };
  const client = clientCommand(
    runtime,
    host.confined ? runtime.interpreter : runtime.binary,
    paths.runtime,
    preStarted,
  );
  if (host.confined) place.start(confinedCommand(host, place, start, { command: client, paths }));
  else
    place.start(["/usr/bin/env", ...Object.entries(variables).map(([name, value]) => `${name}=${value}`), ...client]);
  return paths;
}

function confinedCommand(
  host: EnvironmentHost,
  { folders }: Place,
  { runtime, size, number, variables }: EnvironmentStart,
  { command, paths }: { readonly command: readonly string[]; readonly paths: FunctionPaths },
): string[] {
  return sandboxCommand({
    stage: host.stages.of(runtime),
    folders: [
      { source: folders.task, target: "/var/task" },
      { source: folders.opt, target: "/opt" },
      { source: folders.run, target: "/run/annex" },
    ],
    tmpBytes: size.tmpMb * 1_048_576,
    command,
    libraryPath: libraryPath(paths),
    variables,
    seccomp: host.seccompFile !== undefined,
    hostId: host.firstHostId + (number % host.hostIds),
    ...(host.cgroups.can.pids || (host.root && host.hostIds === 1) ? {} : { maxProcesses: MAX_PROCESSES }),
  });
}

/** /tmp is memory too on this side: what a function may store there must not count against its memory size. */
export function limitCgroup(cgroup: Cgroup, size: SandboxSize): void {
  cgroup.limit({
    memoryBytes: (size.memoryMb + RUNTIME_ALLOWANCE_MB + size.tmpMb) * 1_048_576,
    pids: MAX_PROCESSES,
    cpus: Math.max(1, size.memoryMb / MB_PER_CPU),
  });
}

function clientCommand(runtime: LanguageRuntime, interpreter: string, clients: string, preStarted: boolean): string[] {
  if (runtime.language === "provided") return [interpreter, join(clients, "provided", "wait.sh")];
  if (runtime.language === "python") return [interpreter, "-I", "-S", "-u", join(clients, "python", "bootstrap.py")];
  return [interpreter, ...NODE_FLAGS, join(clients, "node", "bootstrap.cjs"), ...(preStarted ? ["warm-up"] : [])];
}
