import { saveAlertRuleSchema } from "@annex/contract";
import { deleteAlertRule, ofOperators, saveAlertRule } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const PUT = operatorRoute(async ({ ctx, param, input }) =>
  saveAlertRule(ofOperators(ctx), await input(saveAlertRuleSchema), param("id")),
);
export const DELETE = operatorRoute(({ ctx, param }) => deleteAlertRule(ofOperators(ctx), param("id")));
