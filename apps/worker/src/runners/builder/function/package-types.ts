import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { TypesAnswer, TypesRequest } from "../types-request.ts";
import { installPackages } from "./install-packages.ts";
import { PackageProblem } from "./package-problem.ts";

/** What the editor can hold: bytes of all packages together and of one, and files. */
const limits = { bytes: 3 * 1024 * 1024, packageBytes: 1024 * 1024, files: 3000 } as const;
const declaration = /\.d\.[mc]?ts$/;

type Manifest = Readonly<Record<string, unknown>>;

/** The `types` of the first condition of an entry of `exports` that has them. */
function typesOfExport(entry: unknown): string | undefined {
  if (typeof entry === "string") return declaration.test(entry) ? entry : undefined;
  if (typeof entry !== "object" || entry === null) return undefined;
  const conditions = Object.entries(entry).sort(([a]) => (a === "types" ? -1 : 0));
  for (const [, value] of conditions) {
    const found = typesOfExport(value);
    if (found) return found;
  }
  return undefined;
}

function mainExport({ exports }: Manifest): unknown {
  if (typeof exports !== "object" || exports === null) return exports;
  return "." in exports ? exports["."] : exports;
}

/** Where a package's own types begin; undefined where it has none. */
export function typesEntry(folder: string, manifest: Manifest): string | undefined {
  const { types, typings, main } = manifest;
  const beside = typeof main === "string" ? main.replace(/\.[mc]?js$/, ".d.ts") : undefined;
  const candidates = [types, typings, typesOfExport(mainExport(manifest)), beside, "index.d.ts", "index.d.mts"];
  const isThere = (entry: unknown): entry is string =>
    typeof entry === "string" &&
    [entry, `${entry}.d.ts`].some(
      (file) => existsSync(path.join(folder, file)) && statSync(path.join(folder, file)).isFile(),
    );
  return candidates.find(isThere);
}

function declarationsOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory())
      return entry.name === "node_modules"
        ? []
        : declarationsOf(path.join(folder, entry.name)).map((file) => path.join(entry.name, file));
    return entry.isFile() && declaration.test(entry.name) ? [entry.name] : [];
  });
}

/** A package's declarations with a manifest that leads to them; null where it has none, or too many. */
function readPackage(root: string, name: string): Record<string, string> | null {
  const folder = path.join(root, "node_modules", name);
  const manifest: Manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const types = typesEntry(folder, manifest);
  if (!types) return null;
  const files: Record<string, string> = {
    [`${name}/package.json`]: JSON.stringify({ name, version: manifest.version, types }),
  };
  let bytes = 0;
  for (const file of declarationsOf(folder)) {
    const text = readFileSync(path.join(folder, file), "utf8");
    bytes += text.length;
    if (bytes > limits.packageBytes) return null;
    files[`${name}/${file}`] = text;
  }
  return files;
}

/** The types of installed packages, those that were asked for first, until the editor is full. */
function collect(root: string, names: readonly string[]): { files: Record<string, string>; untyped: string[] } {
  const files: Record<string, string> = {};
  const untyped: string[] = [];
  let bytes = 0;
  for (const name of names) {
    const found = existsSync(path.join(root, "node_modules", name)) ? readPackage(root, name) : null;
    const size = Object.values(found ?? {}).reduce((sum, text) => sum + text.length, 0);
    const fits = bytes + size <= limits.bytes && Object.keys({ ...files, ...found }).length <= limits.files;
    if (!found || !fits) untyped.push(name);
    else {
      bytes += size;
      Object.assign(files, found);
    }
  }
  return { files, untyped };
}

/** Installs packages as a build does and answers the declarations that they bring; nothing of them is run. */
export async function packageTypes(request: TypesRequest): Promise<TypesAnswer> {
  try {
    const { folder, versions } = await installPackages(request);
    const asked = request.packages.map(({ name }) => name);
    const others = Object.keys(versions).filter((name) => !asked.includes(name));
    const { files, untyped } = collect(folder, [...asked, ...others.sort()]);
    const packed = gzipSync(JSON.stringify(files)).toString("base64");
    return { files: packed, untyped: untyped.filter((name) => asked.includes(name)), problem: null };
  } catch (error) {
    if (!(error instanceof PackageProblem)) throw error;
    return { files: null, untyped: [], problem: error.message };
  }
}
