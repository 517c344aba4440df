import { type ExtensionPoint, selfTestPoint } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { toExtensionPoint } from "../function/load-extension-point.ts";

/** Every extension point of the product, by key; not the one that an isolation self-test makes for itself. */
export function listExtensionPoints(ctx: Pick<TenantContext, "db">): Promise<ExtensionPoint[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.extensionPoint.findMany({
      where: { key: { not: selfTestPoint.key } },
      include: { recordType: true },
      orderBy: { key: "asc" },
    });
    return rows.map(toExtensionPoint);
  });
}
