import { pauseQuerySchema, pauseSchema } from "@annex/contract";
import { listPauses, pause } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, query }) => listPauses(ctx, query(pauseQuerySchema)));
export const POST = operatorRoute(async ({ ctx, input }) => pause(ctx, await input(pauseSchema)), 201);
