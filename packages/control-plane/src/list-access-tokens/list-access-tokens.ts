import type { AccessToken } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { accessTokenSelect, toAccessToken } from "./to-access-token.ts";

/** A person's own tokens in this tenant, the newest first; an owner sees everybody's. Never the tokens themselves. */
export function listAccessTokens(ctx: TenantContext): Promise<AccessToken[]> {
  const { role, actor } = ctx.principal;
  const own = role === "owner" ? {} : { user: { email: actor.replace(/^user:/, "") } };
  return ctx.db.run(async (tx) => {
    const rows = await tx.accessToken.findMany({
      where: own,
      select: accessTokenSelect,
      orderBy: { createdAt: "desc" },
      take: 200,
    });
    return rows.map(toAccessToken);
  });
}
