import { auditQuerySchema, listAudit } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, query }) => listAudit(ctx, query(auditQuerySchema)));
