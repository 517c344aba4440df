import { listRecords } from "@annex/control-plane";
import { z } from "zod";
import { tenantRoute } from "@/server/route";

const querySchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

/** The newest records of one type. */
export const GET = tenantRoute(({ ctx, param, query }) =>
  listRecords(ctx, { type: param("type"), ...query(querySchema) }),
);
