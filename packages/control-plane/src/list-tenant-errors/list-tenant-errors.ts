import { type TenantErrorGroup, timeRangeSchema } from "@annex/contract";
import { listErrorGroups, windowStart } from "@annex/telemetry";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ range: timeRangeSchema.default("24h") });
const failingSchema = z.array(z.object({ id: z.string(), name: z.string() }));
/** Functions that failed most; the others are found on their own pages. */
const mostFunctions = 10;
const mostGroups = 50;

/** What went wrong in a tenant, each kind once, the most frequent first; of the functions that failed most. */
export function listTenantErrors(
  ctx: Pick<TenantContext, "db" | "tenant">,
  input: z.input<typeof inputSchema>,
): Promise<TenantErrorGroup[]> {
  const { range } = parse(inputSchema, input);
  const from = windowStart(range, new Date());
  return ctx.db.run(async (tx) => {
    const rows = await tx.$queryRaw`
      SELECT function_id AS id, max(function_name) AS name FROM invocations
      WHERE tenant_id = ${ctx.tenant.id}::uuid AND started_at >= ${from} AND error_fingerprint IS NOT NULL
      GROUP BY 1 ORDER BY count(*) DESC LIMIT ${mostFunctions}`;
    const groups: TenantErrorGroup[] = [];
    for (const { id, name: functionName } of failingSchema.parse(rows))
      groups.push(...(await listErrorGroups(tx, id, range)).map((group) => ({ ...group, functionName })));
    return groups.toSorted((a, b) => b.count - a.count).slice(0, mostGroups);
  });
}
