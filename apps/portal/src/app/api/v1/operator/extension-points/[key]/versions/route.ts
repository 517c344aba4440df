import { listExtensionPointVersions } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param }) => listExtensionPointVersions(ctx, { key: param("key") }));
