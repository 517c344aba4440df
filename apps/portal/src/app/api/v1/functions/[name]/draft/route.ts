import { saveDraftSchema } from "@annex/contract";
import { getDraft, saveDraft } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => getDraft(ctx, { functionName: param("name") }));
export const PUT = tenantRoute(async ({ ctx, param, input }) =>
  saveDraft(ctx, { functionName: param("name"), ...(await input(saveDraftSchema)) }),
);
