import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ZipFile } from "@annex/control-plane/zip";
import { build } from "esbuild";

const here = import.meta.dirname;
const require = createRequire(import.meta.url);

/** One file out of a TypeScript entry and everything that it imports; `external` stays an import. */
async function bundled(entry: string, name: string, external: string[] = []): Promise<ZipFile> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    outfile: name,
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node22",
    minifyWhitespace: true,
    external: ["node-gyp", "node-gyp/*", ...external],
    logLevel: "silent",
    banner: {
      js: `import { createRequire as __createRequire } from "node:module"; import { fileURLToPath as __toPath } from "node:url"; import { dirname as __toFolder } from "node:path"; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url); const __dirname = __toFolder(__filename);`,
    },
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`${entry} gave no bundle.`);
  return { path: name, bytes: file.contents };
}

/** The files of the builder: its handler, esbuild with its native program, and the function SDK that it bundles in. */
export async function builderFiles(): Promise<ZipFile[]> {
  const esbuild = path.dirname(require.resolve("esbuild/package.json"));
  const native = createRequire(path.join(esbuild, "package.json")).resolve(
    `@esbuild/${process.platform}-${process.arch}/bin/esbuild`,
  );
  const sdk = fileURLToPath(import.meta.resolve("@annex/function-sdk"));
  return [
    await bundled(path.join(here, "builder/function/index.ts"), "index.mjs", ["esbuild"]),
    await bundled(sdk, "function-sdk.mjs"),
    { path: "node_modules/esbuild/package.json", bytes: readFileSync(path.join(esbuild, "package.json")) },
    { path: "node_modules/esbuild/lib/main.js", bytes: readFileSync(path.join(esbuild, "lib/main.js")) },
    { path: "bin/esbuild", bytes: readFileSync(native), executable: true },
  ];
}

/** The function SDK as a layer: `nodejs/node_modules` is where Lambda's Node runtimes look. */
export async function sdkLayerFiles(): Promise<ZipFile[]> {
  const sdk = fileURLToPath(import.meta.resolve("@annex/function-sdk"));
  const folder = "nodejs/node_modules/@annex/function-sdk";
  const manifest = { name: "@annex/function-sdk", version: "0.1.0", type: "module", exports: "./index.mjs" };
  return [
    await bundled(sdk, `${folder}/index.mjs`),
    { path: `${folder}/package.json`, bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
  ];
}

export async function nodeTestFiles(): Promise<ZipFile[]> {
  return [
    await bundled(path.join(here, "test-node/function/index.ts"), "index.mjs"),
    await bundled(path.join(here, "test-node/function/harness.ts"), "harness.mjs"),
  ];
}

export function pythonTestFiles(): ZipFile[] {
  return ["runner.py", "harness.py"].map((name) => ({
    path: name,
    bytes: readFileSync(path.join(here, "test-python/function", name)),
  }));
}
