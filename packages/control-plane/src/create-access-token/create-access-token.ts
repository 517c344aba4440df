import { randomBytes } from "node:crypto";
import { AppError, type CreatedAccessToken, createAccessTokenSchema } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { tokenHash, tokenPrefix } from "../authenticate-token/token-hash.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { accessTokenSelect, toAccessToken } from "../list-access-tokens/to-access-token.ts";

/**
 * Makes a token with a person's own rights in this tenant, narrowed to scopes. It is told this one time; only its
 * SHA-256 is kept.
 */
export function createAccessToken(
  ctx: TenantContext,
  input: z.input<typeof createAccessTokenSchema>,
): Promise<CreatedAccessToken> {
  const { name, scopes, expiresInDays } = parse(createAccessTokenSchema, input);
  const token = `${tokenPrefix}${randomBytes(32).toString("base64url")}`;
  const tenantId = ctx.tenant.id;
  const { actor } = ctx.principal;
  return ctx.db.run(async (tx) => {
    const email = actor.replace(/^user:/, "");
    const user = await tx.user.findFirst({ where: { email }, select: { id: true } });
    if (!user) throw new AppError("forbidden", "Only a person who is signed in can make a token.");
    const row = await tx.accessToken.create({
      data: {
        ...{ id: newId(), tenantId, userId: user.id, name, hint: token.slice(-4), tokenHash: tokenHash(token) },
        scopes: [...new Set(scopes)],
        expiresAt: new Date(Date.now() + expiresInDays * 86_400_000),
      },
      select: accessTokenSelect,
    });
    const detail = { name, scopes, expiresInDays };
    await recordAudit(tx, { tenantId, actor, action: "createAccessToken", target: `access-token:${row.id}`, detail });
    return { ...toAccessToken(row), token };
  });
}
