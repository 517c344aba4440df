import { saveAlertRuleSchema } from "@annex/contract";
import { listAlertRules, saveAlertRule, tenantAlerts } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listAlertRules(tenantAlerts(ctx)));
export const POST = tenantRoute(
  async ({ ctx, input }) => saveAlertRule(tenantAlerts(ctx), await input(saveAlertRuleSchema)),
  201,
);
