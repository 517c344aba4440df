import { timeRangeSchema } from "@annex/contract";
import { z } from "zod";

/** The time range of a query (`?range=`), 24 h where it has none. */
export const rangeQuery = z.object({ range: timeRangeSchema.default("24h") });
