import { findTool } from "./host-tools.ts";
import { bindArguments, type Mount } from "./mounts.ts";

/** What bubblewrap starts from when it builds the sandboxes of one language runtime. */
export interface Stage {
  /** The words before bubblewrap's own: as whom it is started, and in which namespaces. */
  entry(hostId: number): readonly string[];
  /** bubblewrap's arguments for the root of a sandbox: the runtime, /etc, the devices. */
  readonly root: readonly string[];
  /** A folder of an environment as bubblewrap sees it. */
  place(folder: string): string;
  readonly nullDevice: string;
  close(): void;
}

// Not bubblewrap's own --dev: its terminal devices need a second user namespace, and no function needs a terminal.
const devices = ["null", "zero", "full", "random", "urandom"].map((name) => `/dev/${name}`);
const links = { fd: "", stdin: "/0", stdout: "/1", stderr: "/2" };

/** bubblewrap's arguments for /dev below `root`, without /dev/shm. */
export function deviceArguments(root = ""): string[] {
  return [
    ...devices.flatMap((path) => ["--dev-bind", path, `${root}${path}`]),
    ...Object.entries(links).flatMap(([name, end]) => ["--symlink", `/proc/self/fd${end}`, `${root}/dev/${name}`]),
  ];
}

/**
 * An ordinary user's sandboxes are built from the host itself, in a user namespace around each that is its root: the
 * egress listener enters there, and where no pids cgroup can be had the kernel counts an environment's processes there.
 */
export function userStage(mounts: readonly Mount[]): Stage {
  return {
    entry: () => [findTool("unshare") ?? "unshare", "--user", "--map-root-user"],
    root: [...bindArguments(mounts), ...deviceArguments()],
    place: (folder) => folder,
    nullDevice: "/dev/null",
    close: () => {},
  };
}
