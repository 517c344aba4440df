import type { Binding } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { bindingInclude, toBinding } from "./to-binding.ts";

/** Which functions run where, in the order in which they run. */
export function listBindings(ctx: TenantContext): Promise<Binding[]> {
  return ctx.db.run(async (tx) => {
    const orderBy = [{ extensionPoint: { key: "asc" } }, { position: "asc" }, { createdAt: "asc" }] as const;
    const rows = await tx.binding.findMany({
      where: { function: { deletedAt: null } },
      include: bindingInclude,
      orderBy: [...orderBy],
    });
    return rows.map(toBinding);
  });
}
