import { resetPasswordSchema } from "@annex/contract";
import { resetPassword } from "@annex/control-plane";
import { openRoute } from "@/server/route";

export const POST = openRoute(async ({ ctx, input }) => resetPassword(ctx, await input(resetPasswordSchema)));
