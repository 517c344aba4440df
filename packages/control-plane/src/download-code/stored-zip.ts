import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import type { TenantContext } from "../context/tenant-context.ts";

const partBytes = 1024 * 1024;
const rowsSchema = z.array(z.object({ part: z.instanceof(Uint8Array) }));

export interface StoredZip {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** @throws AppError `not_found`. */
export async function loadStored(tx: Tx, sha256: string | null): Promise<StoredZip> {
  const found =
    sha256 === null ? null : await tx.artifact.findFirst({ where: { sha256 }, select: { sizeBytes: true } });
  if (!found || sha256 === null) throw new AppError("not_found", "There is no zip of it: it was not built.");
  return { sha256, ...found };
}

/** Reads a zip in parts, as fast as they are taken: fifty megabytes for each download would be much at once. */
export async function* readParts(
  db: TenantContext["db"],
  { sha256, sizeBytes }: StoredZip,
): AsyncGenerator<Uint8Array> {
  for (let from = 1; from <= sizeBytes; from += partBytes) {
    const rows = await db.run(
      (tx) => tx.$queryRaw`
        SELECT substring(bytes FROM ${from}::int FOR ${partBytes}::int) AS part FROM artifacts WHERE sha256 = ${sha256}`,
    );
    const [row] = rowsSchema.parse(rows);
    if (!row) throw new AppError("not_found", "The zip was removed while it was read.");
    yield row.part;
  }
}
