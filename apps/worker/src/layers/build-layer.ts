import { AppError, type Package, type PackageLock, packageSchema, type Runtime, runtimeSchema } from "@annex/contract";
import { addVersion, checkActive, type JobData, readZip, recordAudit } from "@annex/control-plane";
import type { LayerBuild } from "@annex/db";
import { z } from "zod";
import { BuildFailure } from "../build/build-failure.ts";
import { fetchNpmLayer } from "../build/fetch-npm-layer.ts";
import { fetchWheels, lockOf } from "../build/fetch-wheels.ts";
import { checkPython } from "../build/python-platform.ts";
import type { OpenCell } from "../cells/cells.ts";
import type { WorkerContext } from "../worker-context.ts";

const packagesSchema = z.array(packageSchema);
const runtimesSchema = z.array(runtimeSchema);

interface Wanted {
  readonly owner: string;
  readonly runtimes: readonly Runtime[];
  readonly packages: readonly Package[];
}

async function make(
  ctx: WorkerContext,
  cell: OpenCell,
  { owner, runtimes, packages }: Wanted,
): Promise<{ zip: Buffer; packageLock: PackageLock }> {
  const { sources } = ctx;
  const runtime = runtimes.find((name) => name.startsWith("python"));
  if (runtime === undefined) return fetchNpmLayer(cell, owner, { packages, sources });
  const { python } = await checkPython(cell, { runtime, owner, files: [] });
  const request = { files: [], packages: [...packages], kept: {}, folder: "python/", python, sources };
  const { zip, lock } = await fetchWheels(cell, owner, request);
  return { zip, packageLock: lockOf(lock) };
}

/** Makes the version and says so, once: a second try that comes too late writes nothing. */
async function write(
  ctx: WorkerContext,
  build: LayerBuild,
  made: { zip: Buffer; packageLock: PackageLock },
): Promise<void> {
  const { id, layerId, tenantId, message, createdBy } = build;
  const { zip: bytes, packageLock: lock } = made;
  const entries = await readZip(bytes);
  await ctx.db.operator.$transaction(async (tx) => {
    const { count } = await tx.layerBuild.updateMany({ where: { id, state: "queued" }, data: { state: "done" } });
    if (count === 0) return;
    const from = packagesSchema.parse(build.packages);
    const runtimes = runtimesSchema.parse(build.runtimes);
    const version = { layerId, tenantId, message, runtimes, bytes, entries, createdBy, made: { from, lock } };
    const { number, sha256 } = await addVersion(tx, version);
    const layer = await tx.layer.findUniqueOrThrow({ where: { id: layerId }, select: { name: true } });
    await tx.layerBuild.update({ where: { id }, data: { version: number } });
    const detail = { version: number, sha256, sizeBytes: bytes.length, packages: from };
    const target = `layer:${layer.name}`;
    await recordAudit(tx, { tenantId, actor: createdBy, action: "createLayerVersion", target, detail });
  });
}

/** Makes a layer's version from packages. @throws what is worth another try, unless it is the last. */
export async function buildLayer(
  ctx: WorkerContext,
  { layerBuildId: id }: JobData<"layer-build">,
  lastTry: boolean,
): Promise<void> {
  const { operator } = ctx.db;
  const row = await operator.layerBuild.findUnique({
    where: { id },
    include: { tenant: { select: { cellId: true } } },
  });
  if (row?.state !== "queued") return; // done by an earlier try
  const { tenant, ...build } = row;
  const fail = (problem: string) =>
    operator.layerBuild.updateMany({ where: { id, state: "queued" }, data: { state: "failed", problem } });
  try {
    await checkActive(operator, build.tenantId);
    const cell = await ctx.cells.open(tenant.cellId);
    const packages = packagesSchema.parse(build.packages);
    const owner = `${build.tenantId}:layer:${build.layerId}`;
    await write(ctx, build, await make(ctx, cell, { owner, packages, runtimes: runtimesSchema.parse(build.runtimes) }));
  } catch (error) {
    const told = error instanceof BuildFailure || (error instanceof AppError && error.status < 500);
    if (!told && !lastTry) throw error;
    if (!told) ctx.log("error", "layer of packages", { layerBuildId: id, cause: String(error) });
    await fail(told ? error.message : "The layer could not be made just now. Ask for it again.");
  }
}
