import { muteAlertSchema } from "@annex/contract";
import { muteAlertRule, ofOperators } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(async ({ ctx, param, input }) =>
  muteAlertRule(ofOperators(ctx), param("id"), await input(muteAlertSchema)),
);
