import { ofOperators, testAlertRule } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(({ ctx, param }) => testAlertRule(ofOperators(ctx), param("id")));
