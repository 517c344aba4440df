import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { chmod, copyFile, link, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Mount } from "./mounts.ts";

/**
 * Puts a runtime's shared libraries into one folder for each place where the loader looks for them, once for each state
 * of the machine's libraries: a sandbox makes a mount in a fifth of a millisecond, and Python's libraries are thirty.
 */
export async function gatherLibraries(folder: string, mounts: readonly Mount[]): Promise<Mount[]> {
  const places = libraryPlaces(mounts);
  const isLibrary = ({ target }: Mount) => places.includes(dirname(target));
  const libraries = mounts.filter(isLibrary);
  if (libraries.length === 0) return [...mounts];
  const state = libraries.map(({ source, target }) => [
    source,
    target,
    statSync(source).size,
    statSync(source).mtimeMs,
  ]);
  const gathered = join(folder, createHash("sha256").update(JSON.stringify(state)).digest("hex").slice(0, 16));
  if (!existsSync(gathered)) await gather(gathered, libraries);
  return [
    ...places.map((place) => ({ source: join(gathered, place), target: place })),
    ...mounts.filter((mount) => !isLibrary(mount)),
  ];
}

/** Folders that hold nothing but libraries: in one that is mounted read-only nothing else could be mounted. */
function libraryPlaces(mounts: readonly Mount[]): string[] {
  const places = new Set(mounts.map(({ target }) => dirname(target)).filter((place) => /^(\/usr)?\/lib/.test(place)));
  return [...places].filter((place) =>
    mounts.every(({ source, target }) => {
      if (dirname(target) === place) return statSync(source).isFile();
      return !target.startsWith(`${place}/`);
    }),
  );
}

async function gather(target: string, libraries: readonly Mount[]): Promise<void> {
  const half = `${target}.new`;
  await rm(half, { recursive: true, force: true });
  for (const library of libraries) {
    const place = join(half, dirname(library.target));
    await mkdir(place, { recursive: true });
    await chmod(place, 0o755);
    await take(library.source, join(place, basename(library.target)));
  }
  await rename(half, target);
}

/** A link costs no bytes, and the pages of a library stay one for the whole machine; else a copy. */
async function take(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch {
    await copyFile(source, target);
    await chmod(target, 0o755);
  }
}
