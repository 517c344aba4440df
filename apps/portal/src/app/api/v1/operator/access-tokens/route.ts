import { createOperatorTokenSchema } from "@annex/contract";
import { createOperatorToken, listOperatorTokens } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listOperatorTokens(ctx));

export const POST = operatorRoute(
  async ({ ctx, input }) => createOperatorToken(ctx, await input(createOperatorTokenSchema)),
  201,
);
