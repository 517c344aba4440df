import { createHash } from "node:crypto";
import {
  AppError,
  type Diagnostic,
  type DraftContent,
  type PackageLock,
  packageProblem,
  type SourceFile,
} from "@annex/contract";
import { makeZip, type ZipFile } from "@annex/control-plane/zip";
import type { OpenCell } from "../cells/cells.ts";
import type { LoadedLayer } from "../layers/load-layers.ts";
import { type BuildRequest, buildAnswerSchema } from "../runners/builder/build-request.ts";
import type { PackageSources } from "../runners/builder/package-sources.ts";
import type { WorkerContext } from "../worker-context.ts";
import { BuildFailure } from "./build-failure.ts";
import { fetchWheels, lockOf } from "./fetch-wheels.ts";
import { loadKept } from "./load-kept.ts";
import { checkPython } from "./python-platform.ts";
import { sizeInWords } from "./size-in-words.ts";
import { unpackBuilt } from "./unpack-built.ts";

/** What Lambda gets, and what went into it. */
export interface Artifact {
  readonly zip: Buffer;
  /** Hex. */
  readonly sha256: string;
  readonly unpackedBytes: number;
  readonly packageLock: PackageLock;
  readonly warnings: readonly Diagnostic[];
  /** One line for the deployment's step. */
  readonly summary: string;
}

interface BuildJob {
  readonly tenantId: string;
  readonly functionId: string;
  readonly content: DraftContent;
  readonly layers: readonly LoadedLayer[];
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

type Told = Partial<Artifact> & Pick<Artifact, "summary" | "unpackedBytes">;

function artifactOf(zip: Buffer, more: Told): Artifact {
  const sha256 = createHash("sha256").update(zip).digest("hex");
  return { packageLock: {}, warnings: [], ...more, zip, sha256 };
}

const sizeOf = (files: readonly ZipFile[]) => files.reduce((sum, { bytes }) => sum + bytes.length, 0);

async function loadUpload(ctx: WorkerContext, tenantId: string, sha256: string): Promise<Artifact> {
  const row = await ctx.db.operator.artifact.findUnique({ where: { tenantId_sha256: { tenantId, sha256 } } });
  if (!row) throw new AppError("not_found", "The zip of this release is not there any more. Upload it again.");
  const { bytes, sizeBytes, unpackedBytes } = row;
  return artifactOf(Buffer.from(bytes), { summary: `the uploaded zip, ${sizeInWords(sizeBytes)}`, unpackedBytes });
}

async function packPython(
  cell: OpenCell,
  {
    job,
    files,
    kept,
    sources,
  }: { job: BuildJob; files: readonly SourceFile[]; kept: PackageLock; sources: PackageSources },
): Promise<Artifact> {
  const owner = `${job.tenantId}:${job.functionId}`;
  const { runtime, packages } = job.content;
  const { diagnostics, python } = await checkPython(cell, { runtime, owner, files });
  if (diagnostics.length > 0) throw new BuildFailure(diagnostics);
  if (packages.length > 0) {
    const request = { files: [...files], packages: [...packages], kept, folder: "", python, sources };
    const { zip, unpackedBytes, lock, warnings } = await fetchWheels(cell, owner, request);
    const summary = `${counted(files.length, "file")} and ${counted(lock.length, "package")}, ${sizeInWords(zip.length)}`;
    return artifactOf(zip, { summary, unpackedBytes, packageLock: lockOf(lock), warnings });
  }
  const packed = files.map(({ path, content }) => ({ path, bytes: Buffer.from(content) }));
  const zip = await makeZip(packed);
  return artifactOf(zip, {
    summary: `${counted(files.length, "file")}, ${sizeInWords(zip.length)}`,
    unpackedBytes: sizeOf(packed),
  });
}

async function bundle(cell: OpenCell, { request, job }: { request: BuildRequest; job: BuildJob }) {
  const answer = buildAnswerSchema.parse(await cell.runners.build(`${job.tenantId}:${job.functionId}`, request));
  const warnings = answer.diagnostics.filter(({ severity }) => severity === "warning");
  if (!answer.files) throw new BuildFailure(answer.diagnostics);
  const packed = unpackBuilt(answer.files);
  const zip = await makeZip(packed);
  const packages = Object.keys(answer.packageLock).length;
  const summary = `${counted(request.files.length, "file")}${packages > 0 ? ` and ${counted(packages, "package")}` : ""}, ${sizeInWords(zip.length)}`;
  return artifactOf(zip, { summary, packageLock: answer.packageLock, warnings, unpackedBytes: sizeOf(packed) });
}

/** A draft that is tested was not checked for publishing: what is no exact version would be taken for a range. */
function checkPackages({ language, packages }: DraftContent): void {
  const problems = packages.flatMap((each) => packageProblem(language === "python" ? "python" : "npm", each) ?? []);
  const diagnostics = problems.map((message) => ({ source: "packages", severity: "error", message }) as const);
  if (diagnostics.length > 0) throw new BuildFailure(diagnostics);
}

/** The last artifacts, by everything that goes into them: a test and the deployment after it build once. */
const recent = new Map<string, { readonly artifact: Promise<Artifact>; bytes: number }>();
const maxRecent = 40;
const maxRecentBytes = 200 * 1024 * 1024;

function remembered(key: string, make: () => Promise<Artifact>): Promise<Artifact> {
  const known = recent.get(key);
  if (known) return known.artifact;
  const fresh = { artifact: make(), bytes: 0 };
  recent.set(key, fresh);
  fresh.artifact.then(
    ({ zip }) => {
      fresh.bytes = zip.length;
      forgetOldest();
    },
    () => recent.delete(key),
  );
  return fresh.artifact;
}

function forgetOldest(): void {
  let total = [...recent.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [key, { bytes }] of recent) {
    if (recent.size <= maxRecent && total <= maxRecentBytes) return;
    recent.delete(key);
    total -= bytes;
  }
}

/**
 * Builds a draft's code in a sandbox of the tenant's cell. The same content gives the same bytes: what its packages need
 * keeps the versions of the function's last build (decision 075).
 * @throws BuildFailure when the tenant's code or packages are at fault; AppError when something else is.
 */
export async function buildArtifact(ctx: WorkerContext, cell: OpenCell, job: BuildJob): Promise<Artifact> {
  const { source, language, runtime, handler, packages, packagesAsOf: asOf = null } = job.content;
  if (source.kind === "zip") {
    const { artifactSha256: sha256 } = source;
    return remembered(`${job.tenantId}:${sha256}`, () => loadUpload(ctx, job.tenantId, sha256));
  }
  const { files } = source;
  const layerPackages = job.layers.flatMap((layer) => layer.packages);
  const { sources } = ctx;
  checkPackages(job.content);
  const kept = await loadKept(ctx, job);
  const request = { files, language, runtime, handler, packages, kept, asOf, layerPackages, sources };
  const key = createHash("sha256")
    .update(JSON.stringify([job.tenantId, job.functionId, request]))
    .digest("hex");
  return remembered(key, () =>
    language === "python" ? packPython(cell, { job, files, kept, sources }) : bundle(cell, { request, job }),
  );
}
