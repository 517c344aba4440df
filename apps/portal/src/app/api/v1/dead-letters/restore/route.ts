import { restoreDeadLettersSchema } from "@annex/contract";
import { restoreDeadLetters } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, input }) =>
  restoreDeadLetters(ctx, await input(restoreDeadLettersSchema)),
);
