import { rollBackSchema } from "@annex/contract";
import { rollBack } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(
  async ({ ctx, param, input }) => rollBack(ctx, { functionName: param("name"), ...(await input(rollBackSchema)) }),
  201,
);
