import { findTool } from "./host-tools.ts";
import { maskedProcFiles } from "./masked-proc-files.ts";
import { bindArguments, type Mount } from "./mounts.ts";
import { SANDBOX_ID } from "./root-files.ts";
import { shellWord } from "./shell-word.ts";
import type { Stage } from "./stage.ts";

/** File descriptors that a sandbox is started with, beside its standard streams. */
export const descriptors = { log: 3, runtime: 4, info: 5, seccomp: 6 } as const;

/** What the command of a sandbox is built from. */
export interface SandboxPlan {
  readonly stage: Stage;
  /** The environment's own folders. */
  readonly folders: readonly Mount[];
  readonly tmpBytes: number;
  readonly command: readonly string[];
  /** Set for the command alone: the programs around it run on the host and look for their libraries there. */
  readonly libraryPath: string;
  readonly seccomp: boolean;
  /** The user ID of the host that the sandbox runs as, when the engine is root. */
  readonly hostId: number;
  /** The function's, of those that its runtime reads when it starts. */
  readonly variables: Readonly<Record<string, string>>;
  /** Processes of the sandbox, for machines where no pids cgroup can bound them; undefined where one does. */
  readonly maxProcesses?: number;
}

/**
 * A shell that joins its cgroups (before anything forks, so that nothing is ever outside of them), forbids core dumps
 * and many open files, and waits for a line on the runtime's descriptor: then it runs what is in the file.
 */
export function waitingCommand(entryFiles: readonly string[], commandFile: string): string[] {
  const join = entryFiles.map((file) => `echo $$ > ${shellWord(file)} || exit 97`);
  const wait = [`read -r line <&${descriptors.runtime} || exit 0`, `. ${shellWord(commandFile)}`];
  return ["/bin/sh", "-c", [...join, "ulimit -c 0", "ulimit -n 1024", ...wait].join("\n")];
}

/** The command of a sandbox: the step onto the stage, which gives the engine's rights away, and bubblewrap. */
export function sandboxCommand(plan: SandboxPlan): string[] {
  return [...plan.stage.entry(plan.hostId), ...processLimit(plan), ...bubblewrap(plan)];
}

/**
 * When the engine dies so does the launcher, with it bubblewrap, with it the sandbox's first process, and the kernel ends all
 * others of the process namespace, frozen ones too.
 */
function bubblewrap(plan: SandboxPlan): string[] {
  const { stage, folders } = plan;
  const id = String(SANDBOX_ID);
  return [
    ...[tool("bwrap"), ...namespaces, "--die-with-parent", "--new-session", "--hostname", "sandbox"],
    ...["--uid", id, "--gid", id, "--cap-drop", "ALL", "--info-fd", String(descriptors.info)],
    ...(plan.seccomp ? ["--seccomp", String(descriptors.seccomp)] : []),
    ...stage.root,
    ...bindArguments(folders.map(({ source, target }) => ({ source: stage.place(source), target }))),
    ...["--proc", "/proc", ...maskedProcFiles(stage.nullDevice)],
    ...["--size", String(64 << 20), "--perms", "1777", "--tmpfs", "/dev/shm"],
    ...["--size", String(plan.tmpBytes), "--perms", "1777", "--tmpfs", "/tmp"],
    ...Object.entries({ ...plan.variables, LD_LIBRARY_PATH: plan.libraryPath }).flatMap(([name, value]) => [
      "--setenv",
      name,
      value,
    ]),
    ...["--chdir", "/var/task", "--remount-ro", "/", "--", ...plan.command],
  ];
}

const namespaces = ["user", "pid", "net", "ipc", "uts", "cgroup"].map((name) => `--unshare-${name}`);

/**
 * The kernel counts the processes of a user in each user namespace, and in those around it against the limit that was
 * set when the inner one was made: so the limit is set before bubblewrap, where nobody else counts: under an
 * environment's own user ID, or in a user namespace of its own.
 */
function processLimit({ maxProcesses }: SandboxPlan): string[] {
  return maxProcesses === undefined ? [] : [tool("prlimit"), `--nproc=${maxProcesses}:${maxProcesses}`];
}

function tool(name: "bwrap" | "prlimit"): string {
  return findTool(name) ?? name;
}
