import type { InvokeCell, InvokeTenant } from "@annex/aws";
import { AppError } from "@annex/contract";
import type { Db } from "@annex/db";

/** What the data plane knows of a tenant: whether it may run, where, and which clients speak for it. */
export interface TenantState {
  readonly tenant: InvokeTenant & { readonly slug: string };
  readonly suspended: boolean;
  readonly cell: InvokeCell;
  readonly clientIds: ReadonlySet<string>;
}

/** @throws AppError `unauthenticated` when the token's tenant is gone. */
export function loadTenant(db: Db, tenantId: string): Promise<TenantState> {
  return db.forTenant(tenantId).run(async (tx) => {
    const row = await tx.tenant.findUnique({ where: { id: tenantId }, include: { cell: true } });
    if (!row) throw new AppError("unauthenticated", "The access token is not one of ours.");
    const clients = await tx.apiClient.findMany({ where: { revokedAt: null }, select: { clientId: true } });
    const { id, key, slug, cell } = row;
    return {
      tenant: { id, key, slug },
      suspended: row.status === "suspended",
      cell,
      clientIds: new Set(clients.map(({ clientId }) => clientId)),
    };
  });
}
