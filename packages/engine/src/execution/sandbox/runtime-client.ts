import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { chmod, cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { LanguageRuntime } from "./language-runtimes.ts";

/** The runtime clients as they are written, a folder for each language. */
export const runtimeClients = fileURLToPath(new URL("../../runtimes/", import.meta.url));

const run = promisify(execFile);
const makers = { node: makeNodeClient, python: makePythonClient };

/**
 * What a sandbox finds at /var/runtime: the runtime's client, as fast to start as it can be. Made below `folder` once
 * for each state of the client and the interpreter.
 */
export async function makeRuntimeClient(folder: string, runtime: LanguageRuntime): Promise<string> {
  if (runtime.language === "provided") return runtimeClients;
  const source = join(runtimeClients, runtime.language);
  const made = join(folder, stateOf(source, runtime));
  if (existsSync(made)) return made;
  const half = `${made}.${process.pid}.new`;
  const target = join(half, runtime.language);
  await rm(half, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await makers[runtime.language](source, target, runtime);
  await openToAll(half);
  await rename(half, made);
  return made;
}

function stateOf(source: string, { binary }: LanguageRuntime): string {
  const hash = createHash("sha256").update(JSON.stringify([binary, statSync(binary).size, statSync(binary).mtimeMs]));
  for (const file of filesBelow(source)) hash.update(file).update(readFileSync(join(source, file)));
  return hash.digest("hex").slice(0, 16);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.includes("__pycache__") && statSync(join(folder, path)).isFile())
    .sort();
}

/** Python keeps what it compiled beside the source; a sandbox may not write there. */
async function makePythonClient(source: string, target: string, { binary }: LanguageRuntime): Promise<void> {
  for (const file of filesBelow(source)) await cp(join(source, file), join(target, file));
  const compile = ["-I", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", target];
  await run(binary, compile, { env: { PATH: "/usr/bin:/bin" } });
}

/** All files of the client in one: nine are looked for, read and compiled one after the other. */
async function makeNodeClient(source: string, target: string): Promise<void> {
  const files = readdirSync(source).filter((name) => name.endsWith(".cjs"));
  const modules = files.map((name) => {
    const text = readFileSync(join(source, name), "utf8");
    return `${JSON.stringify(`./${name}`)}(module, require) {\n${text}\n},`;
  });
  const text = `const files = {\n${modules.join("\n")}\n};\n${loadFromFiles}`;
  await writeFile(join(target, "bootstrap.cjs"), text);
  await cp(join(source, "warm-up"), join(target, "warm-up"), { recursive: true });
}

const loadFromFiles = `const loaded = {};
function load(name) {
  if (!(name in files)) return require(name);
  if (loaded[name] === undefined) files[name]((loaded[name] = { exports: {} }), load);
  return loaded[name].exports;
}
load.cache = require.cache;
load("./bootstrap.cjs");
`;

/** Sandboxes are built by other users of the host, whatever the engine's umask says. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else await chmod(path, 0o644);
  }
}
