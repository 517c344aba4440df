import { listAlertEvents, ofTenant } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listAlertEvents(ofTenant(ctx)));
