import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, realpathSync, statSync } from "node:fs";
import { chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { LanguageRuntime } from "./language-runtimes.ts";
import type { Mount } from "./mounts.ts";
import { readListing } from "./shared-libraries.ts";

/** What Amazon Linux's base image has of it too: a shell, the core utilities, a few of GNU's tools and curl. */
const programs =
  "sh bash cat cp mv rm ln mkdir rmdir ls touch chmod echo printf env date sleep head tail wc tr cut sort uniq tee mktemp basename dirname readlink realpath stat test true false id uname seq expr base64 sha256sum md5sum od dd timeout xargs find grep sed awk gzip tar curl".split(
    " ",
  );
/** Libraries that ready-made programs in C, C++, Go and Rust are linked with, beside those of the programs above. */
const libraries = [
  "libgcc_s.so.1",
  "libstdc++.so.6",
  "libm.so.6",
  "libdl.so.2",
  "libpthread.so.0",
  "librt.so.1",
  "libresolv.so.2",
];

const mountsSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const run = promisify(execFile);

/**
 * The runtime of functions that bring their own (`provided.al2023`): this machine's C library and a few programs,
 * copied into a folder of their own. Nothing else of the machine's is in it, and it is not Amazon Linux.
 */
export function findProvidedRuntime(folder: string): LanguageRuntime | undefined {
  if (!existsSync("/bin/sh")) return undefined;
  let mounts: LanguageRuntime["files"] = [];
  let preparing: Promise<void> | undefined;
  return {
    name: "provided.al2023",
    language: "provided",
    version: "al2023",
    binary: "/bin/sh",
    interpreter: "/bin/sh",
    eager: false,
    get files() {
      return mounts;
    },
    prepare() {
      if (mounts.length > 0) return undefined;
      preparing ??= writeFiles(folder).then(
        (written) => {
          mounts = written;
        },
        (error: unknown) => {
          preparing = undefined;
          throw error;
        },
      );
      return preparing;
    },
  };
}

/** Copies the files once for each state of the machine's programs; answers what is to be mounted. */
async function writeFiles(folder: string): Promise<LanguageRuntime["files"]> {
  const found = programs.flatMap((name) => findProgram(name) ?? []);
  const state = found.map((path) => [path, statSync(path).size, statSync(path).mtimeMs]);
  const target = join(folder, createHash("sha256").update(JSON.stringify(state)).digest("hex").slice(0, 16));
  const list = join(target, "mounts.json");
  if (existsSync(list)) return mountsSchema.parse(JSON.parse(await readFile(list, "utf8")));
  const half = `${target}.new`;
  await rm(half, { recursive: true, force: true });
  const copies = [
    ...found.map((path) => ({ source: realpathSync(path), folder: "/usr/bin", name: basename(path) })),
    ...(await findLibraries(found)).map(({ source, target: place }) => ({
      source,
      folder: dirname(place),
      name: basename(place),
    })),
  ];
  for (const { source, folder: place, name } of copies) await copyReadable(source, join(half, place), name);
  const places = [...new Set(copies.map((copy) => copy.folder))];
  const mounts = [
    ...places.map((place) => ({ source: join(target, place), target: place })),
    { source: join(target, "/usr/bin"), target: "/bin" },
  ];
  await writeFile(join(half, "mounts.json"), JSON.stringify(mounts));
  await rm(target, { recursive: true, force: true });
  await rename(half, target);
  return mounts;
}

function findProgram(name: string): string | undefined {
  return ["/usr/bin", "/bin"].map((folder) => join(folder, name)).find((path) => existsSync(path));
}

async function findLibraries(found: readonly string[]): Promise<Mount[]> {
  const env = { PATH: "/usr/bin:/bin" };
  const { mounts: needed } = readListing((await run("ldd", [...found], { env, maxBuffer: 16 << 20 })).stdout);
  // Where the C library is, the others are.
  const folder = dirname(needed.find(({ target }) => basename(target) === "libc.so.6")?.target ?? "/lib/libc.so.6");
  const more = libraries.map((name) => join(folder, name)).filter((path) => existsSync(path));
  return [...needed, ...more.map((target) => ({ source: realpathSync(target), target }))];
}

async function copyReadable(source: string, folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await copyFile(source, join(folder, name));
  await chmod(join(folder, name), 0o755);
}
