import { revokeInvitation } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const DELETE = tenantRoute(({ ctx, param }) => revokeInvitation(ctx, { invitationId: param("id") }));
