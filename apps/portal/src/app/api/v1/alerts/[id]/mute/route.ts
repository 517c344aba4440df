import { muteAlertSchema } from "@annex/contract";
import { muteAlertRule, ofTenant } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, param, input }) =>
  muteAlertRule(ofTenant(ctx), param("id"), await input(muteAlertSchema)),
);
