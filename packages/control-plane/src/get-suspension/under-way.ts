import type { Tx } from "@annex/db";
import { z } from "zod";

/** A data plane tells of itself twice a second while it has something under way. */
const believedMs = 5000;
const underWaySchema = z.record(z.string(), z.number());

interface UnderWay {
  /** Data plane processes that told of themselves within the last seconds. */
  readonly nodes: number;
  /** Invocations under way in all of them together. */
  readonly byTenant: ReadonlyMap<string, number>;
}

/** What the data planes have under way now. */
export async function underWayByTenant(operator: Pick<Tx, "dataPlaneNode">): Promise<UnderWay> {
  const at = { gt: new Date(Date.now() - believedMs) };
  const nodes = await operator.dataPlaneNode.findMany({ where: { at } });
  const byTenant = new Map<string, number>();
  for (const node of nodes)
    for (const [tenantId, count] of Object.entries(underWaySchema.parse(node.underWay)))
      byTenant.set(tenantId, (byTenant.get(tenantId) ?? 0) + count);
  return { nodes: nodes.length, byTenant };
}
