import { startReplaySchema } from "@annex/contract";
import { replayInvocation } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(
  async ({ ctx, param, input }) =>
    replayInvocation(ctx, { invocationId: param("id"), ...(await input(startReplaySchema)) }),
  201,
);
