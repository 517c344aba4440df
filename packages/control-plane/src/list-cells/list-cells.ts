import type { Cell } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";

/** The accounts for untrusted code, by name. */
export async function listCells(ctx: OperatorContext): Promise<Cell[]> {
  const include = { _count: { select: { tenants: true, functions: { where: { deletedAt: null } } } } };
  const rows = await ctx.db.operator.cell.findMany({ include, orderBy: { name: "asc" } });
  return rows.map(({ id, name, region, accountId, endpoint, _count }) => ({
    id,
    name,
    region,
    accountId,
    endpoint,
    ..._count,
  }));
}
