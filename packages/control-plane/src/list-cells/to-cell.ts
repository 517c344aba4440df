import { type Cell, cellSchema } from "@annex/contract";
import type { Prisma } from "@annex/db";

export const cellInclude = {
  _count: { select: { tenants: true, functions: { where: { deletedAt: null } } } },
} as const satisfies Prisma.CellInclude;

type Row = Prisma.CellGetPayload<{ include: typeof cellInclude }>;

/** A cell and what the worker last found when it used it. */
export interface CheckedCell extends Cell {
  readonly checkedAt: Date | null;
  readonly checkError: string | null;
}

/** `underWay` in invocations. */
export function toCell({ _count, ...row }: Row, underWay: number): CheckedCell {
  const { checkedAt, checkError } = row;
  const capacityAt = row.capacityAt?.toISOString() ?? null;
  return { ...cellSchema.parse({ ...row, ..._count, capacityAt, underWay }), checkedAt, checkError };
}
