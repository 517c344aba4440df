import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Cgroup } from "../cgroup/cgroup.ts";
import { waitingCommand } from "../sandbox/command.ts";
import { type Sandbox, sandboxOf } from "../sandbox/sandbox.ts";
import { shellWord } from "../sandbox/shell-word.ts";
import type { EnvironmentHost } from "./environment-host.ts";

/** What an environment is made in: folders, a cgroup, and a shell that has joined it and waits for its command. */
export interface Place {
  readonly id: string;
  readonly cgroup: Cgroup;
  /** Folders on the host that the sandbox sees read-only, to be filled at assignment. */
  readonly folders: { readonly task: string; readonly opt: string; readonly run: string };
  /** The shell's process, and what it becomes. */
  readonly sandbox: Sandbox;
  /** The shell becomes the command. */
  start(command: readonly string[]): void;
  /** Removes cgroup and folders, with every process in them. */
  remove(): Promise<void>;
}

export type PlaceHost = Pick<EnvironmentHost, "folder" | "cgroups" | "launcher" | "seccompFile" | "confined">;

/** One heap for all threads of a process: each of its own would keep what it once had. */
const ONE_HEAP = { MALLOC_ARENA_MAX: "1" };

/** Rejects where the machine has no room for it. */
export async function makePlace(host: PlaceHost): Promise<Place> {
  const id = randomBytes(5).toString("hex");
  const folder = join(host.folder, id);
  const folders = { task: join(folder, "task"), opt: join(folder, "opt"), run: join(folder, "run") };
  const cgroup = host.cgroups.cgroup(id);
  const commandFile = join(folder, "command");
  const remove = async () => {
    await cgroup.remove();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const launched = await host.launcher.start({
      command: waitingCommand(cgroup.entryFiles, commandFile),
      env: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8", ...ONE_HEAP },
      folders: [folder, ...Object.values(folders)],
      cgroups: cgroup.folders,
      ...(host.confined && host.seccompFile !== undefined ? { seccompFile: host.seccompFile } : {}),
      ...(host.confined ? {} : { cwd: folders.task }),
    });
    const sandbox = sandboxOf(launched, cgroup);
    const start = (command: readonly string[]) => {
      writeFileSync(commandFile, `exec ${command.map(shellWord).join(" ")}\n`, { mode: 0o600 });
      sandbox.runtime.write("\n");
    };
    return { id, cgroup, folders, sandbox, start, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Ends a place that no environment has. */
export async function endPlace(place: Place): Promise<void> {
  place.sandbox.kill();
  await place.sandbox.exited;
  await place.remove();
}
