import { deleteCostReport } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const DELETE = operatorRoute(({ ctx, param }) => deleteCostReport(ctx, { reportId: param("id") }));
