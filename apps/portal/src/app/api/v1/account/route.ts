import { getAccount } from "@annex/control-plane";
import { personRoute } from "@/server/route";

export const GET = personRoute(({ ctx }) => getAccount(ctx));
