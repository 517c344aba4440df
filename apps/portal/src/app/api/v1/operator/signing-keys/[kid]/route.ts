import { withdrawSigningKey } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const DELETE = operatorRoute(({ ctx, param }) => withdrawSigningKey(ctx, { kid: param("kid") }));
