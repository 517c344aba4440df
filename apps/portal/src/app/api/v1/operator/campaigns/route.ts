import { listCampaigns } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listCampaigns(ctx));
