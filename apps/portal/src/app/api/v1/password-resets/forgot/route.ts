import { forgotPasswordSchema } from "@annex/contract";
import { forgotPassword } from "@annex/control-plane";
import { env } from "@/env";
import { openRoute } from "@/server/route";
import { signInAddress } from "@/server/sign-in-address";

export const POST = openRoute(async ({ ctx, input, request }) => {
  const address = signInAddress(request.headers.get("x-forwarded-for"));
  await forgotPassword(ctx, { ...(await input(forgotPasswordSchema)), address, portalUrl: env().NEXTAUTH_URL });
});
