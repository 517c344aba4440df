import { createInvitationSchema } from "@annex/contract";
import { createInvitation, listInvitations } from "@annex/control-plane";
import { env } from "@/env";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listInvitations(ctx));
/** The one answer that holds the link. */
export const POST = tenantRoute(
  async ({ ctx, input }) =>
    createInvitation(ctx, { ...(await input(createInvitationSchema)), portalUrl: env().NEXTAUTH_URL }),
  201,
);
