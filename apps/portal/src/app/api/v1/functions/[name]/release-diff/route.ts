import { releaseSideSchema } from "@annex/contract";
import { diffReleases } from "@annex/control-plane";
import { z } from "zod";
import { tenantRoute } from "@/server/route";

const querySchema = z.object({ from: releaseSideSchema, to: releaseSideSchema });

export const GET = tenantRoute(({ ctx, param, query }) =>
  diffReleases(ctx, { functionName: param("name"), ...query(querySchema) }),
);
