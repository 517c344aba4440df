import { saveAlertRuleSchema } from "@annex/contract";
import { listAlertRules, operatorAlerts, saveAlertRule } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listAlertRules(operatorAlerts(ctx)));
export const POST = operatorRoute(
  async ({ ctx, input }) => saveAlertRule(operatorAlerts(ctx), await input(saveAlertRuleSchema)),
  201,
);
