import { listRecordedRuns } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => listRecordedRuns(ctx, { functionName: param("name") }));
