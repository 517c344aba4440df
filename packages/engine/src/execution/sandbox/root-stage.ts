import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, lstatSync, openSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import { findTool } from "./host-tools.ts";
import { bindArguments, type Mount } from "./mounts.ts";
import { deviceArguments, type Stage } from "./stage.ts";

const ROOT = "/sandbox";
const ENVIRONMENTS = "/environments";
/** What a sandbox mounts of its own. */
const places = ["/var/task", "/opt", "/run/annex", "/proc", "/tmp", "/dev/shm"];
const system = ["/usr", "/bin", "/sbin", "/lib", "/lib64"];

/**
 * An engine that runs as root starts every sandbox as an ordinary user ID of the host, which may not walk through
 * private folders such as the engine's own data. So what sandboxes are built from lies in a mount namespace that only
 * the engine can enter: the root of a sandbox, put together once, and the folder of all environments. Nobody is in it;
 * the engine's open file keeps it, and it ends with the engine. Besides, each mount that is made once is not made at
 * every start, and bubblewrap reads the list of all mounts for each that it makes: here the host's are not in it.
 */
export async function openRootStage(mounts: readonly Mount[], environments: string): Promise<Stage> {
  const namespace = await makeNamespace(stageArguments(mounts, environments));
  return {
    entry: (hostId) => [
      ...[findTool("nsenter") ?? "nsenter", `--mount=/proc/${process.pid}/fd/${namespace}`],
      // Supplementary groups go with the group, capabilities with the user, and bubblewrap lets none come back.
      ...["--setgid", String(hostId), "--setuid", String(hostId), "--"],
    ],
    // Each mount below has its flags already: read-only, and locked, for a sandbox's own user namespace made none of them.
    root: ["--dev-bind", ROOT, "/"],
    place: (folder) => folder.replace(environments, ENVIRONMENTS),
    nullDevice: `${ROOT}/dev/null`,
    close: () => closeSync(namespace),
  };
}

function stageArguments(mounts: readonly Mount[], environments: string): string[] {
  const inRoot = mounts.map(({ source, target }) => ({ source, target: `${ROOT}${target}` }));
  const points = [...inRoot.map(({ target }) => dirname(target)), ...places.map((place) => `${ROOT}${place}`)];
  return [
    ...["--die-with-parent", ...system.flatMap(systemArguments)],
    // The kernel lets a sandbox mount a /proc of its own only where a whole one can be seen.
    ...["--dev-bind", "/proc", "/proc", "--dir", "/tmp"],
    ...[...new Set([...points, `${ROOT}/dev`].flatMap(withParents))].flatMap((path) => [
      "--perms",
      "0755",
      "--dir",
      path,
    ]),
    ...[
      ...bindArguments(inRoot),
      ...deviceArguments(ROOT),
      "--ro-bind",
      environments,
      ENVIRONMENTS,
      "--remount-ro",
      "/",
    ],
  ];
}

/** A folder of the host's system, or the link that it is where /usr holds everything. */
function systemArguments(path: string): string[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  return found.isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
}

function withParents(path: string): string[] {
  return path === "/" ? [] : [...withParents(dirname(path)), path];
}

/** Opens the mount namespace that bubblewrap makes of its arguments. Nothing stays in it. */
async function makeNamespace(args: readonly string[]): Promise<number> {
  const child = spawn(findTool("bwrap") ?? "bwrap", [...args, "--", "/bin/sh", "-c", "echo $$ && read -r end"], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: "/usr/bin:/bin" },
  });
  const exited = once(child, "close");
  try {
    return openSync(`/proc/${await readPid(child)}/ns/mnt`, "r");
  } finally {
    child.stdin.on("error", () => {}); // it ended first
    child.stdin.end();
    await exited;
  }
}

function readPid(child: ChildProcess): Promise<number> {
  let reason = "";
  child.stderr?.on("data", (bytes: Buffer) => {
    reason = (reason + bytes.toString("utf8")).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", (line: Buffer) => resolve(Number(line.toString("latin1"))));
    child.on("error", reject);
    child.on("close", () => reject(new Error(`the files of sandboxes cannot be put together: ${reason.trim()}`)));
  });
}
