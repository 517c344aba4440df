import { saveRecordedEventSchema } from "@annex/contract";
import { saveRecordedEvent } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ ctx, param, input }) =>
  saveRecordedEvent(ctx, { functionName: param("name"), ...(await input(saveRecordedEventSchema)) }),
);
