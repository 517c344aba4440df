import {
  deploymentStateSchema,
  type FunctionSummary,
  functionQuerySchema,
  languageSchema,
  runtimeSchema,
} from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { underway } from "../deployment/underway.ts";
import { emptyMetrics, type MetricsRow, metricsBy } from "../metrics/metrics.ts";
import { functionOrder } from "./function-order.ts";
import { functionsWhere } from "./functions-where.ts";

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  language: languageSchema,
  runtime: runtimeSchema,
  liveNumber: z.number().nullable(),
  deployedAt: z.date().nullable(),
  latest: deploymentStateSchema.nullable(),
  extensionPoints: z.array(z.string()),
  updatedAt: z.date(),
});
type Row = z.infer<typeof rowSchema>;

/** What the list shows of these functions, in their order. No code is read: a release's content holds all of it. */
async function rowsOf(tx: Tx, ids: readonly string[]): Promise<Row[]> {
  const rows = await tx.$queryRaw`
    SELECT f.id, f.name, f.description, dr.language, dr.runtime, r.number AS "liveNumber", dr.updated_at AS "updatedAt",
      COALESCE((SELECT max(d.finished_at) FROM deployments d WHERE d.release_id = r.id AND d.state = 'active'), r.created_at) AS "deployedAt",
      (SELECT d.state::text FROM deployments d WHERE d.function_id = f.id ORDER BY d.created_at DESC LIMIT 1) AS latest,
      ARRAY(SELECT e.key FROM bindings b JOIN extension_points e ON e.id = b.extension_point_id
        WHERE b.function_id = f.id AND b.enabled ORDER BY e.key) AS "extensionPoints"
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS page (id, at)
      JOIN functions f ON f.id = page.id JOIN drafts dr ON dr.function_id = f.id
      LEFT JOIN releases r ON r.id = f.live_release_id
    ORDER BY page.at`;
  return z.array(rowSchema).parse(rows);
}

function stateOf({ liveNumber, latest }: Row): FunctionSummary["state"] {
  if (liveNumber !== null) return "active";
  if (latest === null) return "draft";
  return underway.some((state) => state === latest) ? "deploying" : "failed";
}

function toSummary(row: Row, metrics: MetricsRow): FunctionSummary {
  const { id, name, description, language, runtime, liveNumber, deployedAt, extensionPoints, updatedAt } = row;
  return {
    ...{ id, name, description, language, runtime, extensionPoints, state: stateOf(row) },
    liveRelease:
      liveNumber !== null && deployedAt ? { number: liveNumber, deployedAt: deployedAt.toISOString() } : null,
    invocations24h: metrics.totals.invocations,
    errors24h: metrics.totals.errors,
    p95Ms: metrics.totals.p95Ms,
    sparkline: metrics.sparkline,
    updatedAt: updatedAt.toISOString(),
  };
}

export interface FunctionPage {
  readonly items: FunctionSummary[];
  /** By name; null at the end, and in any other order. */
  readonly nextCursor: string | null;
  /** How many match, on all pages. */
  readonly matching: number;
}

const foundSchema = z.array(z.object({ id: z.string(), matching: z.number() }));

/** A page of the tenant's functions with their last 24 hours: filtered, sorted and cut by the database. */
export function listFunctions(
  ctx: TenantContext,
  input: z.input<typeof functionQuerySchema> = {},
): Promise<FunctionPage> {
  const query = parse(functionQuerySchema, input);
  const { limit, offset, sort } = query;
  const tenantId = ctx.tenant.id;
  return ctx.db.run(async (tx) => {
    const found = await tx.$queryRaw`
      SELECT f.id, count(*) OVER ()::int AS matching FROM functions f
      WHERE f.tenant_id = ${tenantId}::uuid AND ${functionsWhere(query)} ORDER BY ${functionOrder(sort, tenantId)} OFFSET ${offset} LIMIT ${limit + 1}`;
    const hits = foundSchema.parse(found);
    if (hits.length === 0) return { items: [], nextCursor: null, matching: 0 };
    const ids = hits.slice(0, limit).map(({ id }) => id);
    const rows = await rowsOf(tx, ids);
    const metrics = await metricsBy(tx, "function", { range: "24h", tenantId, functionIds: ids });
    const items = rows.map((row) => toSummary(row, metrics.get(row.id) ?? emptyMetrics("24h")));
    const more = sort === "name" && hits.length > limit;
    return { items, nextCursor: more ? (items.at(-1)?.name ?? null) : null, matching: hits[0]?.matching ?? 0 };
  });
}
