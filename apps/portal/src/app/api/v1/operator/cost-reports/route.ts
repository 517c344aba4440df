import { importCostReportSchema } from "@annex/contract";
import { importCostReport, listCostReports } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listCostReports(ctx));

async function* nothing(): AsyncGenerator<Uint8Array> {}

export const POST = operatorRoute(
  ({ ctx, query, request }) =>
    importCostReport(ctx, { ...query(importCostReportSchema), body: request.body ?? nothing() }),
  201,
);
