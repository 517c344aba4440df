import { endSession } from "@annex/control-plane";
import { personRoute } from "@/server/route";

export const DELETE = personRoute(({ ctx, param }) => endSession(ctx, { sessionId: param("id") }));
