import { createHash, randomBytes } from "node:crypto";
import { AppError, type CreatedApiClient, rotateApiClientSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toApiClient } from "../list-api-clients/to-api-client.ts";

const inputSchema = rotateApiClientSchema.extend({ apiClientId: z.uuid("There is no such API client.") });

/** With its new secret. */
type Rotated = CreatedApiClient & { readonly clientSecret: string };

/**
 * Gives a client a new secret, told this one time. The one before it is good for the overlap, so that a backend can
 * change over without a gap; without an overlap it and every token that it got are worth nothing within a second.
 * @throws AppError `not_found`, or `conflict` for a revoked client.
 */
export function rotateApiClient(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Rotated> {
  const { apiClientId: id, overlapHours } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const found = await tx.apiClient.findFirst({ where: { id } });
    if (!found) throw new AppError("not_found", "There is no such API client.");
    authorise(ctx, "owner");
    if (found.revokedAt) throw new AppError("conflict", "The API client was revoked. Make a new one.");
    if (z.array(z.unknown()).parse(found.publicKeys).length > 0)
      throw new AppError("conflict", "This API client signs with a key of its own and has no secret.");
    const clientSecret = randomBytes(32).toString("base64url");
    const secretHash = createHash("sha256").update(clientSecret).digest("base64url");
    const previous =
      overlapHours === 0
        ? { previousSecretHash: null, previousSecretUntil: null }
        : {
            previousSecretHash: found.secretHash,
            previousSecretUntil: new Date(Date.now() + overlapHours * 3_600_000),
          };
    const row = await tx.apiClient.update({ where: { id }, data: { secretHash, ...previous } });
    const target = `api-client:${row.clientId}`;
    const { actor } = ctx.principal;
    const event = { tenantId: ctx.tenant.id, actor, action: "rotateApiClient", target, detail: { overlapHours } };
    await recordAudit(tx, event);
    return { ...toApiClient(row), clientSecret };
  });
}
