import type { Credential } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { credentialUsers } from "./credential-users.ts";
import { credentialSelect, toCredential } from "./to-credential.ts";

/** What may be shown of the tenant's credentials, by name. Their values are never read here. */
export function listCredentials(ctx: TenantContext): Promise<Credential[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.credential.findMany({ select: credentialSelect, orderBy: { name: "asc" } });
    const users = await credentialUsers(tx);
    return rows.map((row) => toCredential(row, users.get(row.name)));
  });
}
