import { findTool } from "./host-tools.ts";
import { maskedProcFiles } from "./masked-proc-files.ts";
import { bindArguments, type Mount, stageMounts } from "./mounts.ts";
import { SANDBOX_ID } from "./root-files.ts";

/** File descriptors that a sandbox is started with, beside its standard streams. */
export const descriptors = { log: 3, runtime: 4, info: 5, seccomp: 6 } as const;

/** What the command of a sandbox is built from. */
export interface SandboxPlan {
  readonly mounts: readonly Mount[];
  readonly tmpBytes: number;
  readonly command: readonly string[];
  /** Set for the command alone: the programs around it run on the host and look for their libraries there. */
  readonly libraryPath: string;
  readonly entryFiles: readonly string[];
  readonly seccomp: boolean;
  /** The user ID of the host that the sandbox runs as, when the engine is root. */
  readonly hostId: number;
  readonly root: boolean;
  /** Processes of the sandbox, for machines where no pids cgroup can bound them; undefined where one does. */
  readonly maxProcesses?: number;
}

const STAGE = "/tmp";
const procMasks = maskedProcFiles();

/**
 * The command line of a sandbox, outermost first: a shell that joins the cgroup (before anything forks, so that nothing
 * is ever outside of it), an outer layer with the engine's own view of the host, and the sandbox itself.
 */
export function sandboxCommand(plan: SandboxPlan): string[] {
  return limitedCommand(plan.entryFiles, plan.root ? rootLayers(plan) : userLayers(plan));
}

/** A command that begins in its cgroups, with no core dumps and few open files. */
export function limitedCommand(entryFiles: readonly string[], command: readonly string[]): string[] {
  const join = entryFiles.map((file) => `echo $$ > '${file}' || exit 97`);
  const script = [...join, "ulimit -c 0", "ulimit -n 1024", 'exec "$@"'].join("\n");
  return ["/bin/sh", "-c", script, "sandbox", ...command];
}

/**
 * The outer layer owns the network namespace, which the egress listener can enter, and a process namespace: when the
 * engine dies its first process dies, and the kernel ends all others with it, frozen ones too.
 */
function outerLayer(plan: SandboxPlan): string[] {
  return [
    tool("bwrap"),
    ...(plan.root ? [] : ["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "CAP_SETFCAP"]),
    ...["--unshare-net", "--unshare-pid", "--die-with-parent", "--info-fd", String(descriptors.info)],
    // The host's own /proc stays: the kernel lets the inner layer mount a new one only where a whole one can be seen.
    ...["--dev-bind", "/", "/"],
  ];
}

/** Root gives its rights away before the sandbox begins: a user ID of the host that owns nothing, no capability. */
function rootLayers(plan: SandboxPlan): string[] {
  const { staged, mounts } = stageMounts(plan.mounts, STAGE);
  const id = String(plan.hostId);
  return [
    ...[...outerLayer(plan), "--tmpfs", STAGE, ...bindArguments(staged), "--"],
    ...[
      tool("setpriv"),
      "--reuid",
      id,
      "--regid",
      id,
      "--clear-groups",
      "--bounding-set",
      "-all",
      "--inh-caps",
      "-all",
    ],
    ...sandboxLayer(plan, mounts),
  ];
}

function userLayers(plan: SandboxPlan): string[] {
  return [...outerLayer(plan), "--", ...sandboxLayer(plan, plan.mounts)];
}

function sandboxLayer(plan: SandboxPlan, mounts: readonly Mount[]): string[] {
  const namespaces = ["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup"];
  const id = String(SANDBOX_ID);
  return [
    ...processLimit(plan),
    ...[tool("bwrap"), ...namespaces, "--die-with-parent", "--new-session", "--hostname", "sandbox"],
    ...["--uid", id, "--gid", id, "--cap-drop", "ALL"],
    ...(plan.seccomp ? ["--seccomp", String(descriptors.seccomp)] : []),
    ...bindArguments(mounts),
    ...["--proc", "/proc", ...procMasks, ...deviceArguments()],
    ...["--size", String(plan.tmpBytes), "--perms", "1777", "--tmpfs", "/tmp"],
    ...["--setenv", "LD_LIBRARY_PATH", plan.libraryPath],
    ...["--chdir", "/var/task", "--remount-ro", "/", "--", ...plan.command],
  ];
}

/**
 * The kernel counts the processes of a user in each user namespace, and in those around it against the limit that was
 * set when the inner one was made: so the limit is set between the outer layer and the sandbox, where nobody else counts.
 */
function processLimit({ maxProcesses }: SandboxPlan): string[] {
  return maxProcesses === undefined ? [] : [tool("prlimit"), `--nproc=${maxProcesses}:${maxProcesses}`];
}

// Not bubblewrap's own --dev: its terminal devices need a second user namespace, and no function needs a terminal.
function deviceArguments(): string[] {
  const devices = ["null", "zero", "full", "random", "urandom"].flatMap((name) => [
    "--dev-bind",
    `/dev/${name}`,
    `/dev/${name}`,
  ]);
  const links = ["fd:", "stdin:/0", "stdout:/1", "stderr:/2"].flatMap((pair) => {
    const [name = "", target = ""] = pair.split(":");
    return ["--symlink", `/proc/self/fd${target}`, `/dev/${name}`];
  });
  return [...devices, ...links, "--size", String(64 << 20), "--perms", "1777", "--tmpfs", "/dev/shm"];
}

function tool(name: "bwrap" | "setpriv" | "prlimit"): string {
  return findTool(name) ?? name;
}
