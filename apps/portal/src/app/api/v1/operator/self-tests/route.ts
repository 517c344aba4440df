import { startSelfTestSchema } from "@annex/contract";
import { listSelfTests, startSelfTest } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listSelfTests(ctx));
export const POST = operatorRoute(async ({ ctx, input }) => startSelfTest(ctx, await input(startSelfTestSchema)), 201);
