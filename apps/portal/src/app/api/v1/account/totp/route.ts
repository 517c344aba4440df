import { confirmTotpSchema, ownPasswordSchema } from "@annex/contract";
import { confirmTotp, removeTotp, startTotp } from "@annex/control-plane";
import { personRoute } from "@/server/route";

export const POST = personRoute(async ({ ctx, input }) => startTotp(ctx, await input(ownPasswordSchema)), 201);
/** The one answer that holds the recovery codes. */
export const PUT = personRoute(async ({ ctx, input }) => confirmTotp(ctx, await input(confirmTotpSchema)));
export const DELETE = personRoute(async ({ ctx, input }) => removeTotp(ctx, await input(ownPasswordSchema)));
