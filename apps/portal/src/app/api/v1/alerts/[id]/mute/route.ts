import { muteAlertSchema } from "@annex/contract";
import { muteAlertRule, tenantAlerts } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, param, input }) =>
  muteAlertRule(tenantAlerts(ctx), param("id"), await input(muteAlertSchema)),
);
