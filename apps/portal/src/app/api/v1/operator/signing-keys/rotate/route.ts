import { rotateSigningKey } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const POST = operatorRoute(({ ctx }) => rotateSigningKey(ctx));
