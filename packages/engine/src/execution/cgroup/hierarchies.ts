import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A mounted cgroup hierarchy: v1 has some controllers each, v2 has all that are left. */
export interface Hierarchy {
  readonly version: 1 | 2;
  readonly controllers: readonly string[];
  readonly mount: string;
  /** The folder of this process's own cgroup, so that environments stay under the limits set on the engine. */
  readonly own: string;
}

/** A cgroup in one hierarchy. */
export interface CgroupFolder {
  readonly version: Hierarchy["version"];
  readonly folder: string;
}

/** Which hierarchies an engine may use: all that there are, those of one version, or none. */
export type CgroupChoice = "auto" | "v1" | "v2" | "none";

/** The hierarchies of this machine that are to be used. */
export function chosenHierarchies(choice: CgroupChoice): Hierarchy[] {
  if (choice === "none") return [];
  return findHierarchies().filter(({ version }) => choice === "auto" || choice === `v${version}`);
}

/** The hierarchies of this machine, as /proc/self/mounts and /proc/self/cgroup tell them. */
function findHierarchies(): Hierarchy[] {
  const memberships = readLines("/proc/self/cgroup").map((line) => line.split(":"));
  const known = ["memory", "pids", "cpu", "cpuacct", "freezer"];
  return readLines("/proc/self/mounts").flatMap((line) => {
    const [, mount = "", type, options = ""] = line.split(" ");
    if (type === "cgroup2") return [hierarchy(2, mount, readV2Controllers(mount), ownPath(memberships, ""))];
    if (type !== "cgroup") return [];
    const controllers = options.split(",").filter((option) => known.includes(option));
    return controllers.map((controller) => hierarchy(1, mount, [controller], ownPath(memberships, controller)));
  });
}

function hierarchy(version: 1 | 2, mount: string, controllers: readonly string[], path: string): Hierarchy {
  const own = join(mount, path);
  // In a container the path may be told from outside of its mount; then the mount is our cgroup.
  return { version, mount, controllers, own: existsSync(own) ? own : mount };
}

function ownPath(memberships: readonly string[][], controller: string): string {
  return (
    memberships
      .find(([, names = ""]) => names.split(",").includes(controller))
      ?.slice(2)
      .join(":") ?? "/"
  );
}

function readV2Controllers(mount: string): string[] {
  return readLines(join(mount, "cgroup.controllers")).flatMap((line) => line.split(" "));
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch {
    return [];
  }
}
