import { saveAlertRuleSchema } from "@annex/contract";
import { deleteAlertRule, saveAlertRule, tenantAlerts } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const PUT = tenantRoute(async ({ ctx, param, input }) =>
  saveAlertRule(tenantAlerts(ctx), await input(saveAlertRuleSchema), param("id")),
);
export const DELETE = tenantRoute(({ ctx, param }) => deleteAlertRule(tenantAlerts(ctx), param("id")));
