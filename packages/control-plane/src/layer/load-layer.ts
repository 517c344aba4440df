import {
  AppError,
  type Layer,
  type LayerVersion,
  packageLockSchema,
  packageSchema,
  runtimeSchema,
} from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { z } from "zod";
import type { LayerScope } from "./layer-scope.ts";

export const layerInclude = {
  versions: {
    where: { deletedAt: null },
    omit: { bytes: true, entries: true },
    orderBy: { number: "desc" },
  },
} as const satisfies Prisma.LayerInclude;

type Row = Prisma.LayerGetPayload<{ include: typeof layerInclude }>;

const uuid = z.uuid();

/** How many functions have each version in their live release. */
async function usesOf(tx: Tx, rows: readonly Row[]): Promise<Map<string, number>> {
  const ids = rows.flatMap(({ versions }) => versions.map(({ id }) => id));
  const uses = await tx.$queryRaw<{ id: string; uses: number }[]>`
    SELECT l.layer_version_id AS id, count(DISTINCT f.id)::int AS uses
    FROM release_layers l JOIN functions f ON f.live_release_id = l.release_id AND f.deleted_at IS NULL
    WHERE l.layer_version_id = ANY(${ids}::uuid[]) GROUP BY 1`;
  return new Map(uses.map(({ id, uses: count }) => [id, count]));
}

function toVersion(row: Row["versions"][number], usedBy: number): LayerVersion {
  const { number, message, sizeBytes, unpackedBytes, files, packages, createdBy } = row;
  const runtimes = z.array(runtimeSchema).parse(row.runtimes);
  const createdAt = row.createdAt.toISOString();
  const madeFrom = row.madeFrom === null ? null : z.array(packageSchema).parse(row.madeFrom);
  const packageLock = packageLockSchema.parse(row.packageLock);
  const told = { number, message, runtimes, sizeBytes, unpackedBytes, files, packages, madeFrom, packageLock };
  return { ...told, usedBy, createdBy, createdAt };
}

/** Layers as the portal shows them. */
export async function toLayers(tx: Tx, rows: readonly Row[]): Promise<Layer[]> {
  const uses = await usesOf(tx, rows);
  return rows.map(({ id, name, description, tenantId, versions, createdAt }) => ({
    ...{ id, name, description, vendor: tenantId === null, createdAt: createdAt.toISOString() },
    versions: versions.map((version) => toVersion(version, uses.get(version.id) ?? 0)),
  }));
}

/** @throws AppError `not_found`, equal for a missing layer and another tenant's. */
export async function loadLayer(tx: Tx, scope: LayerScope, id: string): Promise<Row> {
  const known = uuid.safeParse(id).success;
  // an operator's routes are about the vendor's layers alone
  const where = { id, ...(scope.tenantId === null ? { tenantId: null } : {}) };
  const found = known ? await tx.layer.findFirst({ where, include: layerInclude }) : null;
  if (!found) throw new AppError("not_found", "There is no such layer.");
  return found;
}

/** A layer that may be changed. @throws AppError `not_found`; `forbidden` for a tenant that would change the vendor's. */
export async function loadOwnLayer(tx: Tx, scope: LayerScope, id: string): Promise<Row> {
  const found = await loadLayer(tx, scope, id);
  scope.authorise();
  if (found.tenantId !== scope.tenantId)
    throw new AppError("forbidden", "This layer is the vendor's: only the platform's operators change it.");
  return found;
}

/** @throws AppError `not_found`. */
export async function loadLayerVersion(tx: Tx, layerId: string, number: number) {
  const found = await tx.layerVersion.findFirst({ where: { layerId, number, deletedAt: null } });
  if (!found) throw new AppError("not_found", `This layer has no version ${number}.`);
  return found;
}
