import { saveAlertRuleSchema } from "@annex/contract";
import { listAlertRules, ofOperators, saveAlertRule } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listAlertRules(ofOperators(ctx)));
export const POST = operatorRoute(
  async ({ ctx, input }) => saveAlertRule(ofOperators(ctx), await input(saveAlertRuleSchema)),
  201,
);
