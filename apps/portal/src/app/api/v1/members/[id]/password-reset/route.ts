import { createPasswordReset } from "@annex/control-plane";
import { env } from "@/env";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(
  ({ ctx, param }) => createPasswordReset(ctx, { userId: param("id"), portalUrl: env().NEXTAUTH_URL }),
  201,
);
