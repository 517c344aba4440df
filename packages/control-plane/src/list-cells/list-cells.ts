import type { Tx } from "@annex/db";
import type { OperatorContext } from "../context/tenant-context.ts";
import { underWayByTenant } from "../get-suspension/under-way.ts";
import { type CheckedCell, cellInclude, toCell } from "./to-cell.ts";

/** Invocations under way now, by cell. */
export async function underWayByCell(operator: Pick<Tx, "dataPlaneNode" | "tenant">): Promise<Map<string, number>> {
  const { byTenant } = await underWayByTenant(operator);
  const where = { id: { in: [...byTenant.keys()] } };
  const tenants = await operator.tenant.findMany({ where, select: { id: true, cellId: true } });
  const counts = new Map<string, number>();
  for (const { id, cellId } of tenants) counts.set(cellId, (counts.get(cellId) ?? 0) + (byTenant.get(id) ?? 0));
  return counts;
}

/** The accounts for untrusted code, by name, with what they may have and have. */
export async function listCells(ctx: OperatorContext): Promise<CheckedCell[]> {
  const rows = await ctx.db.operator.cell.findMany({ include: cellInclude, orderBy: { name: "asc" } });
  const underWay = await underWayByCell(ctx.db.operator);
  return rows.map((row) => toCell(row, underWay.get(row.id) ?? 0));
}
