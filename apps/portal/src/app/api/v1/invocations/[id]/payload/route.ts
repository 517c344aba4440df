import { readPayload } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => readPayload(ctx, { invocationId: param("id") }));
