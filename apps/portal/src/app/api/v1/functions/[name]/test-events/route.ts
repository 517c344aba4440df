import { saveTestEventSchema } from "@annex/contract";
import { listTestEvents, saveTestEvent } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param }) => listTestEvents(ctx, { functionName: param("name") }));
/** Saves by name: an event of that name is replaced. */
export const POST = tenantRoute(async ({ ctx, param, input }) =>
  saveTestEvent(ctx, { functionName: param("name"), ...(await input(saveTestEventSchema)) }),
);
