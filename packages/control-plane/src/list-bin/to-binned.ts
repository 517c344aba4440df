import type { BinnedFunction } from "@annex/contract";
import type { Prisma } from "@annex/db";

export const binnedInclude = {
  releases: { select: { id: true, number: true }, where: { lambdaVersion: { not: null } } },
} as const satisfies Prisma.FunctionInclude;

export function toBinned(row: Prisma.FunctionGetPayload<{ include: typeof binnedInclude }>): BinnedFunction {
  const deletedAt = row.deletedAt ?? row.updatedAt;
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    releaseNumber: row.releases.find(({ id }) => id === row.binnedReleaseId)?.number ?? null,
    deletedBy: row.deletedBy ?? "",
    deletedAt: deletedAt.toISOString(),
    reapAt: (row.reapAt ?? deletedAt).toISOString(),
  };
}
