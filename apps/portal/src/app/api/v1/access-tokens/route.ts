import { createAccessTokenSchema } from "@annex/contract";
import { createAccessToken, listAccessTokens } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listAccessTokens(ctx));
/** The one answer that holds the token. */
export const POST = tenantRoute(
  async ({ ctx, input }) => createAccessToken(ctx, await input(createAccessTokenSchema)),
  201,
);
