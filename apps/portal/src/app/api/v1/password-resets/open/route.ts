import { openPasswordResetSchema } from "@annex/contract";
import { openPasswordReset } from "@annex/control-plane";
import { openRoute } from "@/server/route";

export const POST = openRoute(async ({ ctx, input }) => openPasswordReset(ctx, await input(openPasswordResetSchema)));
