import type { ApiClient } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { toApiClient } from "./to-api-client.ts";

/** The tenant's API clients, newest first, revoked ones included. */
export function listApiClients(ctx: TenantContext): Promise<ApiClient[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.apiClient.findMany({ omit: { secretHash: true }, orderBy: { createdAt: "desc" } });
    return rows.map(toApiClient);
  });
}
