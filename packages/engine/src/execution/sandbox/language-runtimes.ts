import { existsSync, readdirSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Mount } from "./mounts.ts";
import { findProvidedRuntime } from "./provided-runtime.ts";
import { linkedLibraries, wheelLibraries } from "./shared-libraries.ts";

/** A language runtime that this machine has, and what of the host it needs to run. */
export interface LanguageRuntime {
  /** Lambda's name, such as `nodejs24.x`. */
  readonly name: string;
  readonly language: "node" | "python" | "provided";
  readonly version: string;
  /** The interpreter on the host; the sandbox sees it at `interpreter`. */
  readonly binary: string;
  readonly interpreter: string;
  /** Shared libraries, the loader, the standard library: all read-only. */
  readonly files: readonly Mount[];
  /** Environments are started in advance from the beginning; else once a function asked for the runtime. */
  readonly eager: boolean;
  /** Makes `files` ready; undefined when they are. */
  prepare(): Promise<void> | undefined;
}

/** What can be had on this machine, and what cannot with the reason. */
export interface LanguageRuntimes {
  readonly found: readonly LanguageRuntime[];
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
}

const require = createRequire(import.meta.url);
const nodes = [
  { major: "22", eager: true },
  { major: "24", eager: true },
  { major: "26", eager: false },
];
/** Debian's names of the packages that hold what a Node.js may lack. */
const packages: Readonly<Record<string, string>> = { "libatomic.so.1": "libatomic1", "libstdc++.so.6": "libstdc++6" };

/**
 * Finds the language runtimes of this machine: Node from npm packages, Python from the distribution, and what a
 * function that brings its own runtime needs, which is kept below `folder`.
 */
export function findLanguageRuntimes(folder: string): LanguageRuntimes {
  const judged = nodes.flatMap(({ major, eager }) => nodeRuntime(major, eager) ?? []);
  const usable = judged.filter(({ lacks }) => lacks.length === 0).map(({ runtime }) => runtime);
  return {
    found: [...usable, ...pythonRuntimes(), findProvidedRuntime(folder)].filter((found) => found !== undefined),
    missing: judged
      .filter(({ lacks }) => lacks.length > 0)
      .map(({ runtime, lacks }) => ({ name: runtime.name, reason: describe(lacks) })),
  };
}

function describe(lacks: readonly string[]): string {
  const names = lacks.flatMap((library) => packages[library] ?? []);
  const install = names.length === 0 ? "" : ` (Debian, Ubuntu: apt-get install ${names.join(" ")})`;
  return `${lacks.join(", ")} is missing${install}`;
}

function nodeRuntime(
  major: string,
  eager: boolean,
): { runtime: LanguageRuntime; lacks: readonly string[] } | undefined {
  const binary = nodeBinary(major);
  if (binary === undefined) return undefined;
  const { mounts, missing } = linkedLibraries(binary);
  const runtime: LanguageRuntime = {
    name: `nodejs${major}.x`,
    language: "node",
    version: major,
    binary,
    interpreter: "/var/lang/bin/node",
    files: [{ source: binary, target: "/var/lang/bin/node" }, ...mounts],
    eager,
    prepare: () => undefined,
  };
  return { runtime, lacks: missing };
}

function nodeBinary(major: string): string | undefined {
  const arch = process.arch === "arm64" ? "arm64" : "x64";
  try {
    const manifest = require.resolve(`node${major}-linux-${arch}/package.json`);
    return realpathSync(join(dirname(manifest), "bin", "node"));
  } catch {
    return process.versions.node.startsWith(`${major}.`) ? realpathSync(process.execPath) : undefined;
  }
}

function pythonRuntimes(): LanguageRuntime[] {
  return readdirSync("/usr/bin")
    .flatMap((name) => /^python(3\.\d+)$/.exec(name)?.[1] ?? [])
    .filter((version) => existsSync(`/usr/lib/python${version}/os.py`))
    .map((version) => pythonRuntime(version));
}

function pythonRuntime(version: string): LanguageRuntime {
  const binary = realpathSync(`/usr/bin/python${version}`);
  const library = `/usr/lib/python${version}`;
  const modules = join(library, "lib-dynload");
  const extensions = existsSync(modules) ? readdirSync(modules).map((name) => join(modules, name)) : [];
  const linked = linkedLibraries(binary, extensions).mounts;
  return {
    name: `python${version}`,
    language: "python",
    version,
    binary,
    interpreter: `/usr/bin/python${version}`,
    files: [
      { source: binary, target: `/usr/bin/python${version}` },
      { source: library, target: library },
      ...linked,
      ...wheelLibraries(linked),
    ],
    eager: true,
    prepare: () => undefined,
  };
}
