import { chooseDeadLettersSchema } from "@annex/contract";
import { redriveDeadLetters } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, input }) =>
  redriveDeadLetters(ctx, await input(chooseDeadLettersSchema)),
);
