import { type AccessToken, AppError } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { accessTokenSelect, toAccessToken } from "../list-access-tokens/to-access-token.ts";

const inputSchema = z.object({ accessTokenId: z.uuid("There is no such access token.") });

/** Revokes a token: one's own, or as an owner anybody's. It is refused from the next request on. @throws AppError `not_found`. */
export function revokeAccessToken(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<AccessToken> {
  const { accessTokenId: id } = parse(inputSchema, input);
  const { actor, role } = ctx.principal;
  return ctx.db.run(async (tx) => {
    const found = await tx.accessToken.findFirst({ where: { id }, select: accessTokenSelect });
    const own = found?.user.email === actor.replace(/^user:/, "");
    // another person's token is answered like a missing one
    if (!found || !(own || role === "owner")) throw new AppError("not_found", "There is no such access token.");
    if (found.revokedAt) return toAccessToken(found);
    const data = { revokedAt: new Date() };
    const row = await tx.accessToken.update({ where: { id }, data, select: accessTokenSelect });
    const target = `access-token:${id}`;
    const detail = { name: row.name };
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "revokeAccessToken", target, detail });
    return toAccessToken(row);
  });
}
