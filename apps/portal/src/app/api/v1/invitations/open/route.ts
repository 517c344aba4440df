import { openInvitationSchema } from "@annex/contract";
import { openInvitation } from "@annex/control-plane";
import { openRoute } from "@/server/route";

export const POST = openRoute(async ({ ctx, input }) => openInvitation(ctx, await input(openInvitationSchema)));
