import { muteAlertSchema } from "@annex/contract";
import { muteAlertRule, operatorAlerts } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(async ({ ctx, param, input }) =>
  muteAlertRule(operatorAlerts(ctx), param("id"), await input(muteAlertSchema)),
);
