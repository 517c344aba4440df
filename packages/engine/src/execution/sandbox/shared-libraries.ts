import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import type { Mount } from "./mounts.ts";

/** What binaries are linked with, the loader with them, and the names of what this machine does not have of it. */
export interface LinkedLibraries {
  readonly mounts: readonly Mount[];
  readonly missing: readonly string[];
}

/** The shared libraries of binaries as the loader itself resolves them. */
export function linkedLibraries(binaries: readonly string[]): LinkedLibraries {
  return readListing(execFileSync("ldd", binaries, { encoding: "utf8", env: { PATH: "/usr/bin:/bin" } }));
}

/** The same, of what `ldd` printed. */
export function readListing(listing: string): LinkedLibraries {
  const targets = [...listing.matchAll(/^\s+(?:\S+ => )?(\/\S+) \(0x/gm)].flatMap((match) => match[1] ?? []);
  const missing = [...listing.matchAll(/^\s+(\S+) => not found$/gm)].flatMap((match) => match[1] ?? []);
  return {
    mounts: [...new Set(targets)].map((target) => ({ source: realpathSync(target), target })),
    missing: [...new Set(missing)],
  };
}
