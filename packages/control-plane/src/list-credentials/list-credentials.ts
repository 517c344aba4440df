import type { Credential } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { credentialSelect, toCredential } from "./to-credential.ts";

/** What may be shown of the tenant's credentials, by name. Their values are never read here. */
export function listCredentials(ctx: TenantContext): Promise<Credential[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.credential.findMany({ select: credentialSelect, orderBy: { name: "asc" } });
    return rows.map(toCredential);
  });
}
