import { createInvitationSchema } from "@annex/contract";
import { createTenantInvitation } from "@annex/control-plane";
import { env } from "@/env";
import { operatorRoute } from "@/server/route";

/** The one answer that holds the link. */
export const POST = operatorRoute(async ({ ctx, param, input }) => {
  const wanted = await input(createInvitationSchema);
  return createTenantInvitation(ctx, { tenantId: param("id"), ...wanted, portalUrl: env().NEXTAUTH_URL });
}, 201);
