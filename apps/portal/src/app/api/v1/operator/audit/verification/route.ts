import { verifyAudit } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => verifyAudit(ctx.db.operator));
