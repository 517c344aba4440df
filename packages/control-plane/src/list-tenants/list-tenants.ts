import { type TenantPage, type TenantQuery, tenantQuerySchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { emptyMetrics, metricsBy } from "../metrics/metrics.ts";
import { tenantOrder } from "./tenant-order.ts";
import { tenantInclude, toTenantSummary } from "./to-tenant-summary.ts";

const rowSchema = z.object({ id: z.string(), matching: z.number(), total: z.number() });

/** `%` and `_` of what was typed are letters. */
const like = (text: string) => `%${text.trim().replace(/[\\%_]/g, "\\$&")}%`;

function matches({ filter, status }: TenantQuery): Prisma.Sql {
  const text = like(filter);
  const named = Prisma.sql`(t.name ILIKE ${text} OR t.slug ILIKE ${text} OR c.name ILIKE ${text})`;
  return status ? Prisma.sql`${named} AND t.status = ${status}::tenant_status` : named;
}

/** A page of the tenants with their metrics of the range: filtered, sorted and cut by the database. */
export async function listTenants(
  ctx: OperatorContext,
  input: z.input<typeof tenantQuerySchema> = {},
): Promise<TenantPage> {
  const query = parse(tenantQuerySchema, input);
  const { range, sort, offset, limit } = query;
  const { operator } = ctx.db;
  const { join, order } = tenantOrder(sort, range);
  const rows = await operator.$queryRaw`
    SELECT t.id, count(*) OVER ()::int AS matching, (SELECT count(*) FROM tenants)::int AS total
    FROM tenants t JOIN cells c ON c.id = t.cell_id ${join}
    WHERE ${matches(query)} ORDER BY ${order} OFFSET ${offset} LIMIT ${limit}`;
  const page = z.array(rowSchema).parse(rows);
  const ids = page.map(({ id }) => id);
  const found = await operator.tenant.findMany({ where: { id: { in: ids } }, include: tenantInclude });
  const byId = new Map(found.map((row) => [row.id, row]));
  const metrics = await metricsBy(operator, "tenant", { range, tenantIds: ids });
  const items = ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [toTenantSummary(row, metrics.get(id) ?? emptyMetrics(range))] : [];
  });
  const first = page[0];
  return { items, matching: first?.matching ?? 0, total: first?.total ?? (await operator.tenant.count()) };
}
