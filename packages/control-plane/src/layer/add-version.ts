import { createHash } from "node:crypto";
import type { LayerEntry, Package, PackageLock, Runtime } from "@annex/contract";
import type { Tx } from "@annex/db";
import { newId } from "../context/new-id.ts";
import { toJson } from "../context/to-json.ts";
import { checkStored } from "../upload-zip/check-stored.ts";
import { packagesIn } from "./packages-in.ts";

export interface NewVersion {
  readonly layerId: string;
  /** Null for the vendor's. */
  readonly tenantId: string | null;
  readonly message: string;
  readonly runtimes: readonly Runtime[];
  readonly bytes: Uint8Array;
  readonly entries: readonly LayerEntry[];
  readonly createdBy: string;
  /** Where it is not a zip that somebody made. */
  readonly made?: { readonly from: readonly Package[]; readonly lock: PackageLock };
}

/** Writes a layer's next version; two at once get two numbers. @throws AppError `limit_exceeded` as `checkStored`. */
export async function addVersion(tx: Tx, version: NewVersion): Promise<{ number: number; sha256: string }> {
  const { layerId, tenantId, message, bytes, createdBy } = version;
  if (tenantId !== null) await checkStored(tx, tenantId, bytes.length);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { nextNumber } = await tx.layer.update({
    where: { id: layerId },
    data: { nextNumber: { increment: 1 } },
    select: { nextNumber: true },
  });
  const number = nextNumber - 1;
  const entries = [...version.entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  await tx.layerVersion.create({
    data: {
      ...{ id: newId(), layerId, tenantId, number, message, sha256, createdBy },
      ...{ runtimes: [...version.runtimes], packages: packagesIn(entries), files: entries.length },
      ...{ bytes: new Uint8Array(bytes), sizeBytes: bytes.length, entries: toJson(entries) },
      ...(version.made ? { madeFrom: toJson(version.made.from), packageLock: toJson(version.made.lock) } : {}),
      unpackedBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    },
    select: { id: true },
  });
  return { number, sha256 };
}
