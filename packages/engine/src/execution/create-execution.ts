import { createHash } from "node:crypto";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cgroups, openCgroups } from "./cgroup/cgroups.ts";
import type { CgroupChoice } from "./cgroup/hierarchies.ts";
import { createEgressGate } from "./egress/create-egress-gate.ts";
import type { EgressEvent } from "./egress/egress-gate.ts";
import { createResolveName } from "./egress/resolve-name.ts";
import type { EnvironmentHost } from "./environment/environment-host.ts";
import { keepLogAllowances } from "./environment/log-allowance.ts";
import { SparePlaces } from "./environment/spare-places.ts";
import { describeIsolation } from "./isolation-report.ts";
import { gatherLibraries } from "./sandbox/gather-libraries.ts";
import { findHostIds } from "./sandbox/host-ids.ts";
import { sandboxProblem } from "./sandbox/host-tools.ts";
import { findLanguageRuntimes, type LanguageRuntime } from "./sandbox/language-runtimes.ts";
import { Launcher } from "./sandbox/launcher.ts";
import { writeRootFiles } from "./sandbox/root-files.ts";
import { openRootStage } from "./sandbox/root-stage.ts";
import { makeRuntimeClient } from "./sandbox/runtime-client.ts";
import { seccompFilter, seccompSupported } from "./sandbox/seccomp-filter.ts";
import { userStage } from "./sandbox/stage.ts";
import { Stages } from "./sandbox/stages.ts";
import { Scheduler } from "./scheduler.ts";
import type { Execution, InvokeRequest } from "./types.ts";

export interface ExecutionOptions {
  /** The engine's own folder; execution keeps `environments` and `sandbox` in it. */
  readonly dataDir: string;
  /** Pre-started environments for each language runtime. */
  readonly poolSize: number;
  readonly idleTimeoutMs: number;
  /** `host:port` that a function names → `address:port` that the engine connects to; the only way to a private address. */
  readonly egressAliases: Readonly<Record<string, string>>;
  /** Run functions as plain processes where no sandbox can be had. For trusted code alone. */
  readonly allowUnsandboxed?: boolean;
  /** The cgroups that may be used; all that the machine has where nothing is said. */
  readonly cgroups?: CgroupChoice;
  readonly onEgress?: (event: EgressEvent) => void;
  /** `address:port` of the name servers that the egress proxy asks, instead of the machine's. */
  readonly nameServers?: readonly string[];
  /** The init phase's own time; Lambda's ten seconds where nothing is said. */
  readonly initTimeoutMs?: number;
  /** How long after an invocation its environment is frozen (5 ms otherwise), unless the next one comes before. */
  readonly freezeAfterMs?: number;
  /** Environments of one function version at once (default 32), and of all together (default 128). */
  readonly maxEnvironmentsPerVersion?: number;
  readonly maxEnvironments?: number;
  /** Memory that the machine (or the engine's container) has left, in MiB; what the kernel says otherwise. */
  readonly availableMemoryMb?: () => number;
}

/** Execution, and what tests and operators look at besides. */
export interface LocalExecution extends Execution {
  /** The living environments: identity, and the processes on the host with those the cgroup holds. */
  environments(): readonly {
    readonly id: string;
    readonly pids: readonly number[];
    readonly cgroupPids: readonly number[];
  }[];
  /** Environments that wait for a function, by language runtime. */
  preStarted(): Readonly<Record<string, number>>;
  /** Resolves when the pool is full. */
  poolFilled(): Promise<void>;
}

/** Runs function versions in sandboxes of this machine. `start` throws where none can be had. */
export function createExecution(options: ExecutionOptions): LocalExecution {
  const problem = sandboxProblem();
  const confined = problem === undefined;
  const open = () => openCgroups(cgroupName(options.dataDir), options.cgroups);
  const cgroups = open();
  const { found, missing } = findLanguageRuntimes(join(options.dataDir, "sandbox", "provided"));
  // A runtime of the function's own speaks over a network of its own, which only a sandbox has.
  const runtimes = found.filter((runtime) => confined || runtime.language !== "provided");
  let scheduler: Scheduler | undefined;
  let host: EnvironmentHost | undefined;

  const running = (): Scheduler => {
    if (scheduler === undefined) throw new Error("execution was not started");
    return scheduler;
  };
  return {
    async start() {
      if (problem !== undefined && options.allowUnsandboxed !== true)
        throw new Error(
          `Functions cannot be isolated on this machine: ${problem}. For code that you trust as your own alone, start with --allow-functions-without-isolation.`,
        );
      await cgroups.sweep();
      // The sweep took the engine's own folders too.
      const prepared = await prepareHost(options, confined, open());
      host = prepared;
      const staged = confined ? runtimes.map((runtime) => prepared.stages.with(runtime)) : runtimes;
      scheduler = createScheduler(prepared, staged, options);
      scheduler.pool.refill();
      // Most engines will want these; who does gets told what is wrong with one.
      for (const runtime of staged) if (runtime.eager) runtime.prepare()?.catch(() => {});
    },
    invoke: (request: InvokeRequest) => running().invoke(request),
    retire: (versionKey) => running().retire(versionKey),
    runtimes: () => runtimes.map((runtime) => runtime.name),
    isolation: () => describeIsolation(confined, cgroups, problem),
    missingRuntimes: () => missing,
    environments: () =>
      running()
        .environments()
        .map((environment) => ({ id: environment.id, pids: environment.pids(), cgroupPids: environment.cgroupPids() })),
    preStarted: () => running().pool.ready(),
    poolFilled: () => running().pool.filled(),
    async stop() {
      await scheduler?.stop();
      await host?.places.stop();
      await host?.launcher.stop();
      await host?.stages.close();
      host?.cgroups.common?.end();
      await cgroups.sweep();
      await rm(join(options.dataDir, "environments"), { recursive: true, force: true });
    },
  };
}

/** One name for each data folder, so that the next engine on it finds what a killed one left. */
function cgroupName(dataDir: string): string {
  return `annex-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`;
}

async function prepareHost(options: ExecutionOptions, confined: boolean, cgroups: Cgroups): Promise<EnvironmentHost> {
  const files = join(options.dataDir, "sandbox");
  const folder = await makeEnvironmentsFolder(join(options.dataDir, "environments"));
  const rootMounts = await writeRootFiles(files);
  const seccompFile = confined && seccompSupported(process.arch) ? join(files, "seccomp.bpf") : undefined;
  if (seccompFile !== undefined && seccompSupported(process.arch))
    await writeFile(seccompFile, seccompFilter(process.arch));
  const root = process.getuid?.() === 0;
  const placeHost = { folder, cgroups, launcher: new Launcher(), seccompFile, confined };
  return {
    ...placeHost,
    places: new SparePlaces(placeHost),
    stages: new Stages(async (runtime) => {
      const libraries = join(files, "libraries", runtime.name);
      // What a function brings its own runtime with is gathered already.
      const own = runtime.language === "provided" ? runtime.files : await gatherLibraries(libraries, runtime.files);
      const client = await makeRuntimeClient(join(files, "clients"), runtime);
      const mounts = [...own, ...rootMounts, { source: client, target: "/var/runtime" }];
      return root ? openRootStage(mounts, folder) : userStage(mounts);
    }),
    root,
    ...findHostIds(root),
    egress: createEgressGate({
      aliases: options.egressAliases,
      resolve: createResolveName(options.nameServers),
      root,
      onEvent: options.onEgress ?? (() => {}),
    }),
    initTimeoutMs: options.initTimeoutMs ?? 10_000,
    freezeAfterMs: options.freezeAfterMs ?? 5,
    logAllowance: keepLogAllowances(),
  };
}

/** Nobody else of the machine can look into `outer`; below it, where only sandboxes are built, all of them can. */
async function makeEnvironmentsFolder(outer: string): Promise<string> {
  const folder = join(outer, "all");
  await rm(outer, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o711);
  return folder;
}

function createScheduler(host: EnvironmentHost, runtimes: readonly LanguageRuntime[], options: ExecutionOptions) {
  return new Scheduler(host, runtimes, options.poolSize, {
    perVersion: options.maxEnvironmentsPerVersion ?? 32,
    overall: options.maxEnvironments ?? 128,
    idleTimeoutMs: options.idleTimeoutMs,
    availableMemoryMb: options.availableMemoryMb ?? (() => process.availableMemory() / 1_048_576),
  });
}
