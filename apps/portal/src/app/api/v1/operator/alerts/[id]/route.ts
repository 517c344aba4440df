import { saveAlertRuleSchema } from "@annex/contract";
import { deleteAlertRule, operatorAlerts, saveAlertRule } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const PUT = operatorRoute(async ({ ctx, param, input }) =>
  saveAlertRule(operatorAlerts(ctx), await input(saveAlertRuleSchema), param("id")),
);
export const DELETE = operatorRoute(({ ctx, param }) => deleteAlertRule(operatorAlerts(ctx), param("id")));
