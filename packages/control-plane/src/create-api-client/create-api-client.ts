import { createHash, randomBytes } from "node:crypto";
import { type CreatedApiClient, createApiClientSchema } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { toApiClient } from "../list-api-clients/to-api-client.ts";
import { checkPublicKey } from "./check-public-key.ts";

type Input = z.input<typeof createApiClientSchema>;
/** Without a key of its own a client has a secret. */
type WithSecret = CreatedApiClient & { readonly clientSecret: string };

/**
 * Makes an OAuth2 client with a random 256-bit secret, which is told this one time; only its SHA-256 is kept. With a
 * public key it has no secret: what nobody knows is not told.
 * @throws AppError `invalid_request` for a key that is too weak.
 */
export function createApiClient(ctx: TenantContext, input: Input & { publicKey?: undefined }): Promise<WithSecret>;
export function createApiClient(ctx: TenantContext, input: Input): Promise<CreatedApiClient>;
export async function createApiClient(ctx: TenantContext, input: Input): Promise<CreatedApiClient> {
  const { name, scopes, publicKey } = parse(createApiClientSchema, input);
  authorise(ctx, "owner");
  const publicKeys = publicKey ? [{ jwk: checkPublicKey(publicKey), until: null }] : [];
  const clientId = `${ctx.tenant.slug}-${randomBytes(9).toString("hex")}`;
  const clientSecret = randomBytes(32).toString("base64url");
  const secretHash = createHash("sha256").update(clientSecret).digest("base64url");
  const tenantId = ctx.tenant.id;
  return ctx.db.run(async (tx) => {
    const row = await tx.apiClient.create({
      data: { tenantId, clientId, secretHash, name, scopes: [...new Set(scopes)], publicKeys: toJson(publicKeys) },
    });
    const target = `api-client:${clientId}`;
    const detail = { name, scopes, authentication: publicKey ? "private_key_jwt" : "secret" };
    await recordAudit(tx, { tenantId, actor: ctx.principal.actor, action: "createApiClient", target, detail });
    return { ...toApiClient(row), clientSecret: publicKey ? null : clientSecret };
  });
}
