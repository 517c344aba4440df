import { type ApiClient, AppError } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toApiClient } from "../list-api-clients/to-api-client.ts";

const inputSchema = z.object({ apiClientId: z.uuid("There is no such API client.") });

/** Stops a client at once: no new tokens, and its old ones are refused. Revoking twice is the same as once. */
export async function revokeApiClient(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<ApiClient> {
  const { apiClientId: id } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const found = await tx.apiClient.findFirst({ where: { id } });
    if (!found) throw new AppError("not_found", "There is no such API client.");
    authorise(ctx, "owner");
    if (found.revokedAt) return toApiClient(found);
    const row = await tx.apiClient.update({ where: { id }, data: { revokedAt: new Date() } });
    const target = `api-client:${row.clientId}`;
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor: ctx.principal.actor, action: "revokeApiClient", target });
    return toApiClient(row);
  });
}
