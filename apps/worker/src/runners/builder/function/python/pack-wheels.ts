import { createHash } from "node:crypto";
import type { Diagnostic } from "@annex/contract";
import { makeZip, type ZipFile } from "@annex/control-plane/zip";
import type { LockedWheel, WheelsAnswer, WheelsRequest } from "../../wheels-request.ts";
import { PackageProblem } from "../package-problem.ts";
import { PackageIndex } from "./package-index.ts";
import { unpackWheel, wheelLimits } from "./read-wheel.ts";
import { Resolver } from "./resolve.ts";

/** One answer carries 6 MB, in base64. */
const partBytes = 4 * 1024 * 1024;

interface Packed {
  readonly zip: Buffer;
  readonly unpackedBytes: number;
  readonly lock: readonly LockedWheel[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The last one, of which further parts are asked for. */
let last: { readonly key: string; readonly packed: Packed } | null = null;

async function choose(request: WheelsRequest, index: PackageIndex): Promise<Omit<LockedWheel, "unpackedBytes">[]> {
  const chosen = await new Resolver(index, request.python, request.kept).resolve(request.packages);
  const locked: Omit<LockedWheel, "unpackedBytes">[] = [];
  for (const { name, version, file } of chosen) {
    const sha256 = createHash("sha256")
      .update(await index.wheel(file))
      .digest("hex");
    locked.push({ name, version, fileName: file.fileName, url: file.url, sha256 });
  }
  return locked;
}

const warning = (message: string): Diagnostic => ({ source: "packages", severity: "warning", message });

/** An index may get another wheel of a version: that is told, since the lock had named its bytes. */
function changedBytes(kept: WheelsRequest["kept"], { name, version, sha256 }: LockedWheel): Diagnostic[] {
  const [before, checksum] = (kept[name] ?? "").split(" ");
  if (before !== version || !checksum || checksum === `sha256:${sha256}`) return [];
  return [warning(`${name} ${version} is another file of the package index than in the last build.`)];
}

/** Puts files of packages beside each other: a folder may be of several, a file of one. */
class Tree {
  readonly files = new Map<string, ZipFile & { readonly owner: string }>();
  readonly warnings: Diagnostic[] = [];
  unpackedBytes = 0;

  add(owner: string, file: ZipFile): void {
    const there = this.files.get(file.path);
    if (there?.owner === "") throw new PackageProblem(`Your file ${file.path} is one of ${owner} too. Rename it.`);
    if (there && Buffer.compare(there.bytes, file.bytes) !== 0)
      this.warnings.push(warning(`${there.owner} and ${owner} both have ${file.path}: that of ${owner} is taken.`));
    this.unpackedBytes += file.bytes.length - (there?.bytes.length ?? 0);
    if (this.unpackedBytes > wheelLimits.unpackedBytes)
      throw new PackageProblem("The packages have more than 250 MB unpacked, and Lambda takes 250 MB. Remove one.");
    this.files.set(file.path, { ...file, owner });
  }
}

async function pack(request: WheelsRequest): Promise<Packed> {
  const index = new PackageIndex(request.sources, request.python);
  const tree = new Tree();
  for (const { path, content } of request.files) tree.add("", { path, bytes: Buffer.from(content) });
  const lock: LockedWheel[] = [];
  for (const wheel of request.lock ?? (await choose(request, index))) {
    const files = await unpackWheel(await index.wheel(wheel), wheel.fileName);
    for (const file of files) tree.add(wheel.name, { ...file, path: `${request.folder}${file.path}` });
    const unpackedBytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    lock.push({ ...wheel, unpackedBytes });
    tree.warnings.push(...changedBytes(request.kept, { ...wheel, unpackedBytes }));
  }
  const zip = await makeZip([...tree.files.values()]);
  return { zip, lock, unpackedBytes: tree.unpackedBytes, diagnostics: tree.warnings };
}

function keyOf({ offset: _, lock, ...request }: WheelsRequest, chosen = lock): string {
  return createHash("sha256")
    .update(JSON.stringify([request, chosen]))
    .digest("hex");
}

/** Resolves, fetches and packs wheels with a function's files, and answers a part of the zip; nothing of them is run. */
export async function packWheels(request: WheelsRequest): Promise<WheelsAnswer> {
  try {
    const known = request.lock !== null && last?.key === keyOf(request) ? last.packed : null;
    const packed = known ?? (await pack(request));
    last = { key: keyOf(request, [...packed.lock]), packed };
    const { zip, unpackedBytes, lock, diagnostics } = packed;
    const part = zip.subarray(request.offset, request.offset + partBytes).toString("base64");
    return { part, totalBytes: zip.length, unpackedBytes, lock: [...lock], diagnostics: [...diagnostics] };
  } catch (error) {
    if (!(error instanceof PackageProblem)) throw error;
    const diagnostics = [{ source: "packages", severity: "error", message: error.message }] as const;
    return { part: null, totalBytes: 0, unpackedBytes: 0, lock: [], diagnostics: [...diagnostics] };
  }
}
