import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { IsolationReport } from "../types.ts";
import { Cgroup, killAll } from "./cgroup.ts";
import { CommonShare } from "./common-share.ts";
import { type CgroupChoice, type CgroupFolder, chosenHierarchies, type Hierarchy } from "./hierarchies.ts";
import { ProcessorWeight } from "./processor-weight.ts";
import { usedProcessorMs } from "./used-processor-time.ts";

/** What a cgroup of this machine can do, each by the hierarchy that does it. */
export interface CgroupFolders {
  readonly memory?: CgroupFolder;
  readonly pids?: CgroupFolder;
  readonly cpu?: CgroupFolder;
  readonly freezer?: CgroupFolder;
}

/** Of an engine's parents, also the one that counts processor time where version 1 has that in a hierarchy of its own. */
interface Parents extends CgroupFolders {
  readonly cpuacct?: CgroupFolder;
}

/** The engine's cgroups: a parent named after the instance in each usable hierarchy, a child for each environment. */
export interface Cgroups {
  readonly kind: IsolationReport["cgroups"];
  readonly can: Readonly<Record<keyof CgroupFolders, boolean>>;
  /** The cgroup of that name. Its folders are made by who starts processes: the kernel lets that wait while a process joins another. */
  cgroup(name: string): Cgroup;
  /** What all functions together have of the processors; none without a controller. */
  readonly common: CommonShare | undefined;
  /** Ends whatever a dead engine of the same name left, and removes the parents. */
  sweep(): Promise<void>;
}

const features = ["memory", "pids", "cpu", "freezer"] as const;
const ofParents = [...features, "cpuacct"] as const;

/** Finds out what this process may use; a machine without usable cgroups gives kind `none`. */
export function openCgroups(instance: string, choice: CgroupChoice = "auto"): Cgroups {
  const { cpuacct, ...parents } = claimParents(chosenHierarchies(choice), instance);
  const joined = cpuacct === undefined || cpuacct.folder === parents.cpu?.folder ? [] : [cpuacct.folder];
  const versions = new Set(Object.values(parents).map((parent) => parent.version));
  return {
    kind: versions.size === 2 ? "hybrid" : versions.has(1) ? "v1" : versions.has(2) ? "v2" : "none",
    can: { memory: !!parents.memory, pids: !!parents.pids, cpu: !!parents.cpu, freezer: !!parents.freezer },
    cgroup: (name) => new Cgroup(childFolders(parents, name), joined),
    common: parents.cpu && commonShare(parents.cpu, cpuacct),
    sweep: () => sweep([...Object.values(parents).map((parent) => parent.folder), ...joined]),
  };
}

/** All functions together count as much as one ordinary process on each processor, not as one on the machine. */
function commonShare(cpu: CgroupFolder, cpuacct: Parents["cpuacct"]): CommonShare {
  const processors = availableParallelism();
  const counted = cpu.version === 2 ? cpu : cpuacct;
  return new CommonShare({
    weight: new ProcessorWeight(cpu),
    ordinary: (cpu.version === 1 ? 1_024 : 100) * processors,
    processors,
    usedMs: () => (counted === undefined ? 0 : usedProcessorMs(counted)),
  });
}

function claimParents(hierarchies: readonly Hierarchy[], instance: string): Parents {
  const found: { -readonly [feature in keyof Parents]: Parents[feature] } = {};
  for (const hierarchy of [...hierarchies].sort((one, other) => other.version - one.version)) {
    const offered = ofParents.filter((feature) => found[feature] === undefined && offers(hierarchy, feature));
    const folder = offered.length > 0 ? claim(hierarchy, instance, offered) : undefined;
    if (folder === undefined) continue;
    for (const feature of offered)
      if (usable(hierarchy, folder, feature)) found[feature] = { version: hierarchy.version, folder };
  }
  return found;
}

// The freezer of v2 is part of every cgroup; all else needs its controller.
function offers(hierarchy: Hierarchy, feature: (typeof ofParents)[number]): boolean {
  return (hierarchy.version === 2 && feature === "freezer") || hierarchy.controllers.includes(feature);
}

function claim(hierarchy: Hierarchy, instance: string, wanted: readonly string[]): string | undefined {
  for (const place of new Set([hierarchy.own, hierarchy.mount])) {
    const folder = join(place, instance);
    try {
      const controllers = wanted.filter((feature) => feature !== "freezer");
      if (hierarchy.version === 2) delegate(place, controllers);
      mkdirSync(folder, { recursive: true });
      if (hierarchy.version === 2) delegate(folder, controllers);
      accessSync(join(folder, "cgroup.procs"), constants.W_OK);
      return folder;
    } catch {
      // Not ours to use: v2 refuses below a cgroup that holds processes, and an ordinary user owns none.
    }
  }
  return undefined;
}

function delegate(folder: string, controllers: readonly string[]): void {
  if (controllers.length === 0) return;
  writeFileSync(join(folder, "cgroup.subtree_control"), controllers.map((name) => `+${name}`).join(" "));
}

function usable(hierarchy: Hierarchy, folder: string, feature: (typeof ofParents)[number]): boolean {
  if (hierarchy.version === 1) return true;
  return feature === "freezer" ? existsSync(join(folder, "cgroup.freeze")) : existsSync(join(folder, `${feature}.max`));
}

function childFolders(parents: CgroupFolders, name: string): CgroupFolders {
  const children = Object.entries(parents).map(([feature, parent]) => {
    return [feature, { version: parent.version, folder: join(parent.folder, name) }];
  });
  return Object.fromEntries(children);
}

async function sweep(parents: readonly string[]): Promise<void> {
  for (const parent of new Set(parents)) {
    if (!existsSync(parent)) continue;
    const names = readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of names) await killAll(join(parent, name));
    try {
      rmdirSync(parent);
    } catch {
      // A process is still dying in it; the next sweep takes it.
    }
  }
}
