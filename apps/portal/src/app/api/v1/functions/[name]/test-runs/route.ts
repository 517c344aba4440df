import { startTestRunSchema } from "@annex/contract";
import { startTestRun } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(
  async ({ ctx, param, input }) =>
    startTestRun(ctx, { functionName: param("name"), ...(await input(startTestRunSchema)) }),
  201,
);
