import { deadLetterQuerySchema } from "@annex/contract";
import { listDeadLetters } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, query }) => listDeadLetters(ctx, query(deadLetterQuerySchema)));
