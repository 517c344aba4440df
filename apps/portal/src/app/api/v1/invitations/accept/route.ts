import { acceptInvitationSchema } from "@annex/contract";
import { acceptInvitation } from "@annex/control-plane";
import { openRoute } from "@/server/route";
import { signInAddress } from "@/server/sign-in-address";

export const POST = openRoute(async ({ ctx, request, input }) =>
  acceptInvitation(ctx, {
    ...(await input(acceptInvitationSchema)),
    address: signInAddress(request.headers.get("x-forwarded-for")),
  }),
);
