import { saveAlertRuleSchema } from "@annex/contract";
import { listAlertRules, ofTenant, saveAlertRule } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listAlertRules(ofTenant(ctx)));
export const POST = tenantRoute(
  async ({ ctx, input }) => saveAlertRule(ofTenant(ctx), await input(saveAlertRuleSchema)),
  201,
);
