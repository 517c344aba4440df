import { startTestSuiteSchema } from "@annex/contract";
import { startTestSuite } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(
  async ({ ctx, param, input }) =>
    startTestSuite(ctx, { functionName: param("name"), ...(await input(startTestSuiteSchema)) }),
  201,
);
