import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";

const dayMs = 86_400_000;
/** Of a tenant's functions and layers. What nothing uses any more is removed after a day, so this bounds what is there. */
const bytesPerDay = 2 * 1024 ** 3;

/** @throws AppError `limit_exceeded` where a tenant would have stored more than 2 GB of zips within a day. */
export async function checkStored(tx: Tx, tenantId: string, bytes: number): Promise<void> {
  const recent = {
    where: { tenantId, createdAt: { gt: new Date(Date.now() - dayMs) } },
    _sum: { sizeBytes: true },
  } as const;
  const [{ _sum: code }, { _sum: layers }] = [
    await tx.artifact.aggregate(recent),
    await tx.layerVersion.aggregate(recent),
  ];
  if ((code.sizeBytes ?? 0) + (layers.sizeBytes ?? 0) + bytes <= bytesPerDay) return;
  throw new AppError(
    "limit_exceeded",
    "Zips of 2 GB were stored for this tenant within a day, and more are not taken. Upload this one tomorrow.",
  );
}
