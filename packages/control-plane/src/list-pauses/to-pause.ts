import { type PauseRecord, pauseKindSchema } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { z } from "zod";

export const pauseInclude = { tenant: { select: { name: true, slug: true } } } as const satisfies Prisma.PauseInclude;
export type PauseRow = Prisma.PauseGetPayload<{ include: typeof pauseInclude }>;

const countsSchema = z.array(z.object({ stopped_by: z.string(), count: z.number() }));

/** How many calls each of these stopped, by what the data planes wrote down. */
export async function refusalsOf(
  tx: Pick<Tx, "$queryRaw">,
  stoppedBy: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw`
    SELECT stopped_by, sum(count)::float8 AS count FROM refusals WHERE stopped_by = ANY(${[...stoppedBy]}) GROUP BY 1`;
  return new Map(countsSchema.parse(rows).map(({ stopped_by, count }) => [stopped_by, count]));
}

export function toPause(row: PauseRow, refused = 0): PauseRecord {
  const { id, target, tenantId, reason, pausedBy, endedBy } = row;
  return {
    ...{ id, target, tenantId, reason, pausedBy, endedBy, refused },
    kind: pauseKindSchema.parse(row.kind),
    tenant: row.tenant?.name ?? null,
    pausedAt: row.pausedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
