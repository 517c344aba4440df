import { getSelfTest } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => getSelfTest(ctx, { selfTestId: param("id") }));
