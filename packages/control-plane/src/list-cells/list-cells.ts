import { type Cell, cellCapacitySchema } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { underWayByTenant } from "../get-suspension/under-way.ts";

/** Invocations under way now, by cell. */
async function underWayByCell({ operator }: OperatorContext["db"]): Promise<Map<string, number>> {
  const { byTenant } = await underWayByTenant(operator);
  const where = { id: { in: [...byTenant.keys()] } };
  const tenants = await operator.tenant.findMany({ where, select: { id: true, cellId: true } });
  const counts = new Map<string, number>();
  for (const { id, cellId } of tenants) counts.set(cellId, (counts.get(cellId) ?? 0) + (byTenant.get(id) ?? 0));
  return counts;
}

/** The accounts for untrusted code, by name, with what they may have and have. */
export async function listCells(ctx: OperatorContext): Promise<Cell[]> {
  const include = { _count: { select: { tenants: true, functions: { where: { deletedAt: null } } } } };
  const rows = await ctx.db.operator.cell.findMany({ include, orderBy: { name: "asc" } });
  const underWay = await underWayByCell(ctx.db);
  return rows.map(({ id, name, region, accountId, endpoint, capacity, capacityAt, _count }) => ({
    ...{ id, name, region, accountId, endpoint },
    ..._count,
    capacity: cellCapacitySchema.nullable().parse(capacity),
    capacityAt: capacityAt?.toISOString() ?? null,
    underWay: underWay.get(id) ?? 0,
  }));
}
