import { listTemplates } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(async () => listTemplates());
