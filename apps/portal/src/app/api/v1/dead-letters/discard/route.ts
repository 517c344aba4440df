import { chooseDeadLettersSchema } from "@annex/contract";
import { discardDeadLetters } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, input }) =>
  discardDeadLetters(ctx, await input(chooseDeadLettersSchema)),
);
