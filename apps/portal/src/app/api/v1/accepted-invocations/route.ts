import { acceptedQuerySchema } from "@annex/contract";
import { listAccepted } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, query }) => listAccepted(ctx, query(acceptedQuerySchema)));
