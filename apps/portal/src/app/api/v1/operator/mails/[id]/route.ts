import { getMail } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => getMail(ctx, { mailId: param("id") }));
