import { type ErrorGroup, timeRangeSchema } from "@annex/contract";
import { listErrorGroups as listGroups } from "@annex/telemetry";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";

const inputSchema = z.object({ functionName: z.string(), range: timeRangeSchema.default("24h") });

/** What went wrong in one function of the tenant, each kind once. @throws AppError `not_found`, `invalid_request`. */
export function listErrorGroups(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<ErrorGroup[]> {
  const { functionName, range } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    return listGroups(tx, id, range);
  });
}
