import { listOperatorAudit, operatorAuditQuerySchema } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, query }) => listOperatorAudit(ctx, query(operatorAuditQuerySchema)));
