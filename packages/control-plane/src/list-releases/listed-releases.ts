import type { Release } from "@annex/contract";
import type { Function as FunctionRow, Prisma, Tx } from "@annex/db";
import { toRelease } from "../function/to-release.ts";

/** Releases of one function, newest first, with the size of what was built. */
export async function listedReleases(
  tx: Tx,
  of: FunctionRow,
  where: Prisma.ReleaseWhereInput = {},
): Promise<Release[]> {
  const rows = await tx.release.findMany({
    where: { ...where, functionId: of.id },
    orderBy: { number: "desc" },
    take: 100,
  });
  const built = rows.flatMap((row) => row.artifactSha256 ?? []);
  const artifacts = await tx.artifact.findMany({
    where: { sha256: { in: built } },
    select: { sha256: true, sizeBytes: true },
  });
  const bytes = new Map(artifacts.map(({ sha256, sizeBytes }) => [sha256, sizeBytes]));
  return rows.map((row) =>
    toRelease(row, {
      live: row.id === of.liveReleaseId,
      artifactBytes: (row.artifactSha256 && bytes.get(row.artifactSha256)) || null,
    }),
  );
}
