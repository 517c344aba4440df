import { createUserPasswordReset } from "@annex/control-plane";
import { env } from "@/env";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(
  ({ ctx, param }) => createUserPasswordReset(ctx, { userId: param("id"), portalUrl: env().NEXTAUTH_URL }),
  201,
);
