import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A language runtime that this machine has, and what of the host it needs to run. */
export interface LanguageRuntime {
  /** Lambda's name, such as `nodejs24.x`. */
  readonly name: string;
  readonly language: "node" | "python";
  readonly version: string;
  /** The interpreter on the host; the sandbox sees it at `interpreter`. */
  readonly binary: string;
  readonly interpreter: string;
  /** Host path → path in the sandbox, read-only: shared libraries, the loader, the standard library. */
  readonly files: ReadonlyMap<string, string>;
}

const require = createRequire(import.meta.url);

/** Finds the language runtimes of this machine: Node from npm packages, Python from the distribution. */
export function findLanguageRuntimes(): LanguageRuntime[] {
  return [nodeRuntime("22"), nodeRuntime("24"), ...pythonRuntimes()].filter((found) => found !== undefined);
}

function nodeRuntime(major: string): LanguageRuntime | undefined {
  const binary = nodeBinary(major);
  if (binary === undefined) return undefined;
  return {
    name: `nodejs${major}.x`,
    language: "node",
    version: major,
    binary,
    interpreter: "/var/lang/bin/node",
    files: new Map([[binary, "/var/lang/bin/node"], ...sharedLibraries([binary])]),
  };
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
  return {
    name: `python${version}`,
    language: "python",
    version,
    binary,
    interpreter: `/usr/bin/python${version}`,
    files: new Map([
      [binary, `/usr/bin/python${version}`],
      [library, library],
      ...sharedLibraries([binary, ...extensions]),
    ]),
  };
}

/** The shared libraries (and the loader) that binaries need, as the loader itself resolves them. */
function sharedLibraries(binaries: readonly string[]): [string, string][] {
  const listing = execFileSync("ldd", binaries, { encoding: "utf8", env: { PATH: "/usr/bin:/bin" } });
  const names = [...listing.matchAll(/^\s+(?:\S+ => )?(\/\S+) \(0x/gm)].flatMap((match) => match[1] ?? []);
  return [...new Set(names)].map((name) => [realpathSync(name), name]);
}
