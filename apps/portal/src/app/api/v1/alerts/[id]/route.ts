import { saveAlertRuleSchema } from "@annex/contract";
import { deleteAlertRule, ofTenant, saveAlertRule } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const PUT = tenantRoute(async ({ ctx, param, input }) =>
  saveAlertRule(ofTenant(ctx), await input(saveAlertRuleSchema), param("id")),
);
export const DELETE = tenantRoute(({ ctx, param }) => deleteAlertRule(ofTenant(ctx), param("id")));
