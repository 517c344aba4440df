import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { PackageLock } from "@annex/contract";
import { makeZip, type ZipFile } from "@annex/control-plane/zip";
import type { NpmLayerAnswer, NpmLayerRequest } from "../wheels-request.ts";
import { installPackages } from "./install-packages.ts";
import { PackageProblem } from "./package-problem.ts";

/** One answer carries 6 MB, in base64. */
const partBytes = 4 * 1024 * 1024;
const mostBytes = 250 * 1024 * 1024;
const mostFiles = 10_000;

interface Packed {
  readonly key: string;
  readonly zip: Buffer;
  readonly sha256: string;
  readonly packageLock: PackageLock;
}
/** The last one, of which further parts are asked for. */
let last: Packed | null = null;

/** Every file below a folder, links left out. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return filesBelow(path.join(folder, entry.name)).map((file) => `${entry.name}/${file}`);
    return entry.isFile() ? [entry.name] : [];
  });
}

async function pack(request: NpmLayerRequest, key: string): Promise<Packed> {
  const { folder, versions } = await installPackages(request);
  const modules = path.join(folder, "node_modules");
  const paths = filesBelow(modules).filter((file) => file !== ".package-lock.json");
  const files: ZipFile[] = [];
  let bytes = 0;
  if (paths.length > mostFiles)
    throw new PackageProblem(`The packages have ${paths.length} files; a layer takes ${mostFiles}. Remove one.`);
  for (const file of paths) {
    const at = path.join(modules, file);
    const { size, mode } = statSync(at);
    bytes += size;
    if (bytes > mostBytes)
      throw new PackageProblem("The packages have more than 250 MB unpacked, and Lambda takes 250 MB. Remove one.");
    files.push({ path: `nodejs/node_modules/${file}`, bytes: readFileSync(at), executable: (mode & 0o111) !== 0 });
  }
  const zip = await makeZip(files);
  return { key, zip, sha256: createHash("sha256").update(zip).digest("hex"), packageLock: versions };
}

/** Installs npm packages as a build does and answers a part of the layer's zip; no script of theirs is run. */
export async function npmLayer(request: NpmLayerRequest): Promise<NpmLayerAnswer> {
  try {
    const key = JSON.stringify([request.packages, request.sources]);
    const packed = request.offset > 0 && last?.key === key ? last : await pack(request, key);
    last = packed;
    const { zip, sha256, packageLock } = packed;
    const part = zip.subarray(request.offset, request.offset + partBytes).toString("base64");
    return { part, totalBytes: zip.length, sha256, packageLock, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof PackageProblem)) throw error;
    const diagnostics = [{ source: "packages", severity: "error", message: error.message }] as const;
    return { part: null, totalBytes: 0, sha256: "", packageLock: {}, diagnostics: [...diagnostics] };
  }
}
