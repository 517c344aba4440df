import { endOtherSessions, listSessions } from "@annex/control-plane";
import { personRoute } from "@/server/route";

export const GET = personRoute(({ ctx }) => listSessions(ctx));
export const DELETE = personRoute(({ ctx }) => endOtherSessions(ctx));
