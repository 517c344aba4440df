import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
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

/**
 * What a compiled wheel for `manylinux` is linked with and does not bring along (PEP 513 and after it), as far as Lambda's
 * own Python image has it: the parts of glibc, which are one file since 2.34 and are still asked for by their old names, and
 * the libraries of the compiler.
 */
const wheelLibraryNames = [
  ...["libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libresolv.so.2", "libnsl.so.1"],
  ...["libgcc_s.so.1", "libstdc++.so.6", "libz.so.1", "libexpat.so.1"],
];

/** The libraries that compiled wheels expect, from where the others of `linked` are; those that the machine does not have are left out. */
export function wheelLibraries(linked: readonly Mount[]): Mount[] {
  const libc = linked.find(({ target }) => basename(target) === "libc.so.6");
  if (!libc) return [];
  const targets = new Set(linked.map(({ target }) => target));
  return wheelLibraryNames
    .map((name) => join(dirname(libc.target), name))
    .filter((target) => !targets.has(target) && existsSync(target))
    .map((target) => ({ source: realpathSync(target), target }));
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
