import { listAlertEvents, operatorAlerts } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listAlertEvents(operatorAlerts(ctx)));
