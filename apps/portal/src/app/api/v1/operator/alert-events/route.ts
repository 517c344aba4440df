import { listAlertEvents, ofOperators } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listAlertEvents(ofOperators(ctx)));
