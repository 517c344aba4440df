import type { ExtensionPoint } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toExtensionPoint } from "../function/load-extension-point.ts";

/** The operators' list of extension points, by key. */
export async function listAllExtensionPoints(ctx: OperatorContext): Promise<ExtensionPoint[]> {
  const rows = await ctx.db.operator.extensionPoint.findMany({
    include: { recordType: true },
    orderBy: { key: "asc" },
  });
  return rows.map(toExtensionPoint);
}
