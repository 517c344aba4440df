import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import type { Mount } from "./mounts.ts";

/** What binaries are linked with, the loader with them, and the names of what this machine does not have of it. */
export interface LinkedLibraries {
  readonly mounts: readonly Mount[];
  readonly missing: readonly string[];
}

/** glibc's loader, by the architectures that the engine knows. */
const loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];
const quietly: ExecFileSyncOptionsWithStringEncoding = {
  encoding: "utf8",
  env: { PATH: "/usr/bin:/bin" },
  stdio: ["ignore", "pipe", "ignore"],
};

/** The shared libraries of a program and of modules that it may load, as the loader itself resolves them. */
export function linkedLibraries(program: string, modules: readonly string[] = []): LinkedLibraries {
  const { mounts, missing } = readListing(listLibraries(program, modules));
  return { mounts: mounts.filter(({ target }) => !modules.includes(target)), missing };
}

/** One process lists everything, as if the program had the modules loaded; `ldd` would start two for each of them. */
function listLibraries(program: string, modules: readonly string[]): string {
  const loader = loaders.find((path) => existsSync(path));
  const preload = modules.length === 0 ? [] : ["--preload", modules.join(":")];
  try {
    if (loader !== undefined) return execFileSync(loader, [...preload, "--list", program], quietly);
  } catch {
    // Another libc, an older loader, or a program without one: `ldd` knows.
  }
  return execFileSync("ldd", [program, ...modules], quietly);
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
