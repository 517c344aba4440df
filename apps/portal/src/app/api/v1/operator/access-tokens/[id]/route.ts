import { revokeOperatorToken } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const DELETE = operatorRoute(({ ctx, param }) => revokeOperatorToken(ctx, { tokenId: param("id") }));
