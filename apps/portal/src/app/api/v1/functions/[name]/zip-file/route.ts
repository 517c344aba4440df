import { zipFileQuerySchema } from "@annex/contract";
import { getZipFile } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx, param, query }) =>
  getZipFile(ctx, { functionName: param("name"), ...query(zipFileQuerySchema) }),
);
