import { type ApiClient, AppError, clientKeySchema, rotateApiClientKeySchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { checkPublicKey } from "../create-api-client/check-public-key.ts";
import { toApiClient } from "../list-api-clients/to-api-client.ts";

const inputSchema = rotateApiClientKeySchema.extend({ apiClientId: z.uuid("There is no such API client.") });

/**
 * Gives a client that signs its assertions a new public key. The one before it is good for the overlap; without one it,
 * and every token that it got, are worth nothing within a second.
 * @throws AppError `not_found`; `conflict` for a revoked client, one with a secret, and a key that it has already.
 */
export async function rotateApiClientKey(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<ApiClient> {
  const { apiClientId: id, publicKey, overlapHours } = parse(inputSchema, input);
  const jwk = checkPublicKey(publicKey);
  return ctx.db.run(async (tx) => {
    const found = await tx.apiClient.findFirst({ where: { id } });
    if (!found) throw new AppError("not_found", "There is no such API client.");
    authorise(ctx, "owner");
    if (found.revokedAt) throw new AppError("conflict", "The API client was revoked. Make a new one.");
    const known = z.array(clientKeySchema).parse(found.publicKeys);
    if (known.length === 0) throw new AppError("conflict", "This API client has a secret. Make another one to sign.");
    if (known.some(({ jwk: { kid } }) => kid === jwk.kid))
      throw new AppError("conflict", "The API client has a key with this ID already.");
    const now = Date.now();
    const until = new Date(now + overlapHours * 3_600_000).toISOString();
    const good = known.filter((key) => key.until === null || Date.parse(key.until) > now);
    const before = overlapHours === 0 ? [] : good.map((key) => ({ ...key, until: key.until ?? until }));
    const publicKeys = toJson([{ jwk, until: null }, ...before]);
    const changed = overlapHours === 0 ? { secretChangedAt: new Date() } : {};
    const row = await tx.apiClient.update({ where: { id }, data: { publicKeys, ...changed } });
    const target = `api-client:${row.clientId}`;
    const { actor } = ctx.principal;
    const detail = { kid: jwk.kid, overlapHours };
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "rotateApiClientKey", target, detail });
    return toApiClient(row);
  });
}
