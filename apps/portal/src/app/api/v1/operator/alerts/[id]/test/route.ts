import { operatorAlerts, testAlertRule } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(({ ctx, param }) => testAlertRule(operatorAlerts(ctx), param("id")));
