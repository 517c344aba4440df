import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Cgroup } from "../cgroup/cgroup.ts";
import { waitingCommand } from "../sandbox/command.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
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

export type PlaceHost = Pick<EnvironmentHost, "folder" | "cgroups" | "seccompFile" | "confined">;

/** One heap for all threads of a process: each of its own would keep what it once had. */
const ONE_HEAP = { MALLOC_ARENA_MAX: "1" };

const newId = () => randomBytes(5).toString("hex");

/** Throws where the machine has no room for it. */
export function makePlace(host: PlaceHost, id = newId()): Place {
  const folder = join(host.folder, id);
  const folders = { task: join(folder, "task"), opt: join(folder, "opt"), run: join(folder, "run") };
  for (const path of [folder, ...Object.values(folders)]) makeFolder(path);
  const cgroup = host.cgroups.create(id);
  const commandFile = join(folder, "command");
  const sandbox = startSandbox({
    command: waitingCommand(cgroup.entryFiles, commandFile),
    cgroup,
    environment: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8", ...ONE_HEAP },
    confined: host.confined,
    ...(host.seccompFile === undefined ? {} : { seccompFile: host.seccompFile }),
    ...(host.confined ? {} : { cwd: folders.task }),
  });
  const remove = async () => {
    await cgroup.remove();
    await rm(folder, { recursive: true, force: true });
  };
  const start = (command: readonly string[]) => {
    writeFileSync(commandFile, `exec ${command.map(shellWord).join(" ")}\n`, { mode: 0o600 });
    sandbox.runtime.write("\n");
  };
  return { id, cgroup, folders, sandbox, start, remove };
}

/** The same, without keeping the engine from its other work for longer than a fork takes. */
export async function makePlaceLater(host: PlaceHost): Promise<Place> {
  const id = newId();
  await host.cgroups.prepare(id);
  return makePlace(host, id);
}

/** Ends a place that no environment has. */
export async function endPlace(place: Place): Promise<void> {
  place.sandbox.kill();
  await place.sandbox.exited;
  await place.remove();
}

// The mode is set beside making it: a umask of the engine's own must not hide a function's code from it.
function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}
