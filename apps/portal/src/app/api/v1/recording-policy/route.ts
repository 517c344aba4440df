import { setRecordingPolicySchema } from "@annex/contract";
import { getRecordingPolicy, setRecordingPolicy } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => getRecordingPolicy(ctx));
export const PUT = tenantRoute(async ({ ctx, input }) =>
  setRecordingPolicy(ctx, await input(setRecordingPolicySchema)),
);
