import { changePasswordSchema } from "@annex/contract";
import { changePassword } from "@annex/control-plane";
import { personRoute } from "@/server/route";

export const PUT = personRoute(async ({ ctx, input }) => changePassword(ctx, await input(changePasswordSchema)));
