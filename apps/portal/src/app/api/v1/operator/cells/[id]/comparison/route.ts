import { comparisonQuerySchema } from "@annex/contract";
import { getCellComparison, startCellComparison } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param, query }) =>
  getCellComparison(ctx, { cellId: param("id"), ...query(comparisonQuerySchema) }),
);
export const POST = operatorRoute(({ ctx, param }) => startCellComparison(ctx, { cellId: param("id") }));
