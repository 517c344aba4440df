import type { BinnedFunction } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { binnedInclude, toBinned } from "./to-binned.ts";

/** The tenant's deleted functions that can be restored, the last deleted first; at most two hundred. */
export function listBin(ctx: TenantContext): Promise<BinnedFunction[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.function.findMany({
      where: { deletedAt: { not: null }, reapAt: { gt: new Date() } },
      include: binnedInclude,
      orderBy: { deletedAt: "desc" },
      take: 200,
    });
    return rows.map(toBinned);
  });
}
