import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import type { Package, SourceFile } from "@annex/contract";
import type { Loader, OnResolveResult, Plugin } from "esbuild";

interface Packages {
  readonly packagesFolder: string;
  readonly packages: readonly Package[];
  /** Names of packages that are below /opt when the function runs. */
  readonly layerPackages: readonly string[];
}

const sdk = "@annex/function-sdk";
const sdkFile = "/var/task/function-sdk.mjs";
const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];
const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".jsx": "jsx",
  ".json": "json",
  ".txt": "text",
  ".md": "text",
  ".sql": "text",
};

/** Finds `./score.js` as `src/score.ts` too, and a folder's index. */
function candidates(file: string): string[] {
  const withoutJs = file.replace(/\.([mc]?)js$/, ".$1ts");
  return [
    ...endings.map((ending) => file + ending),
    withoutJs,
    ...endings.slice(1).map((ending) => `${file}/index${ending}`),
  ];
}

/** What stands for a package of a layer. Node looks below /opt for `require` only, so that an import goes through it. */
function fromLayer(wanted: string): string {
  const require = `process.getBuiltinModule("node:module").createRequire("/opt/nodejs/")`;
  return `module.exports = ${require}(${JSON.stringify(wanted)});`;
}

function packageOf(wanted: string): string {
  return wanted
    .split("/")
    .slice(0, wanted.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * A file system that holds the tenant's files and the installed packages and nothing else: no path of the machine that
 * builds can be reached from the tenant's code.
 */
export function tenantFiles(
  files: readonly SourceFile[],
  { packagesFolder, packages, layerPackages }: Packages,
): Plugin {
  const contents = new Map(files.map(({ path: file, content }) => [`/${file}`, content]));

  const own = (file: string, from: string): OnResolveResult => {
    const found = candidates(path.posix.normalize(file)).find((candidate) => contents.has(candidate));
    if (found) return { path: found, namespace: "tenant" };
    return {
      errors: [
        { text: from === "" ? `There is no file ${file.slice(1)}` : `There is no file ${file.slice(1)} to import` },
      ],
    };
  };

  return {
    name: "tenant-files",
    setup(build) {
      build.onResolve({ filter: /^tenant:/ }, ({ path: entry }) => own(entry.slice("tenant:".length), ""));
      build.onResolve({ filter: /.*/, namespace: "tenant" }, async ({ path: wanted, importer, kind }) => {
        if (isBuiltin(wanted)) return { path: wanted, external: true };
        if (/^\.{1,2}(\/|$)/.test(wanted)) return own(path.posix.join(path.posix.dirname(importer), wanted), importer);
        if (wanted.startsWith("/") || /^[a-z]+:/i.test(wanted))
          return { errors: [{ text: `${wanted} cannot be imported. Import your own files by a relative path.` }] };
        const name = packageOf(wanted);
        if (layerPackages.includes(name)) return { path: wanted, namespace: "layer" };
        if (wanted === sdk) return { path: sdkFile, namespace: "sdk" };
        if (!packages.some((listed) => listed.name === name))
          return {
            errors: [
              { text: `The package ${name} is not among the function's packages. Add it in Settings, Packages.` },
            ],
          };
        return build.resolve(wanted, { resolveDir: packagesFolder, kind });
      });
      build.onLoad({ filter: /.*/, namespace: "tenant" }, ({ path: file }) => ({
        contents: contents.get(file) ?? "",
        loader: loaders[path.extname(file)] ?? "js",
      }));
      build.onLoad({ filter: /.*/, namespace: "layer" }, ({ path: wanted }) => ({
        contents: fromLayer(wanted),
        loader: "js",
      }));
      build.onLoad({ filter: /.*/, namespace: "sdk" }, () => ({
        contents: readFileSync(sdkFile, "utf8"),
        loader: "js",
      }));
      build.onLoad({ filter: /.*/, namespace: "file" }, ({ path: file }) =>
        file.startsWith(`${packagesFolder}/`)
          ? undefined
          : { errors: [{ text: "A package reaches for a file outside of itself." }] },
      );
    },
  };
}
