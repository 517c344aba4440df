import { type FunctionSummary, functionQuerySchema, languageSchema, runtimeSchema } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { underway } from "../deployment/underway.ts";
import { emptyMetrics, type MetricsRow, metricsBy } from "../metrics/metrics.ts";
import { functionsWhere } from "./functions-where.ts";

const include = {
  liveRelease: { include: { deployments: { where: { state: "active" }, orderBy: { finishedAt: "desc" }, take: 1 } } },
  deployments: { orderBy: { createdAt: "desc" }, take: 1, select: { state: true } },
  bindings: { where: { enabled: true }, include: { extensionPoint: { select: { key: true } } } },
} as const satisfies Prisma.FunctionInclude;

type Row = Prisma.FunctionGetPayload<{ include: typeof include }>;

const draftSchema = z.object({
  functionId: z.string(),
  language: languageSchema,
  runtime: runtimeSchema,
  updatedAt: z.date(),
});
type DraftRow = z.infer<typeof draftSchema>;

/** What a list shows of drafts: their content holds all of the source, which nobody needs here. */
async function draftsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, DraftRow>> {
  const rows = await tx.$queryRaw`
    SELECT function_id AS "functionId", content->>'language' AS language, content->>'runtime' AS runtime,
      updated_at AS "updatedAt"
    FROM drafts WHERE function_id = ANY(${ids}::uuid[])`;
  return new Map(
    z
      .array(draftSchema)
      .parse(rows)
      .map((row) => [row.functionId, row]),
  );
}

function stateOf(row: Row): FunctionSummary["state"] {
  if (row.liveRelease) return "active";
  const latest = row.deployments[0]?.state;
  if (!latest) return "draft";
  return underway.some((state) => state === latest) ? "deploying" : "failed";
}

function toSummary(row: Row, draft: DraftRow | undefined, metrics: MetricsRow): FunctionSummary {
  const live = row.liveRelease;
  const deployedAt = live?.deployments[0]?.finishedAt ?? live?.createdAt;
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    language: draft?.language ?? "typescript",
    runtime: draft?.runtime ?? "nodejs24.x",
    state: stateOf(row),
    liveRelease: live && deployedAt ? { number: live.number, deployedAt: deployedAt.toISOString() } : null,
    extensionPoints: row.bindings.map(({ extensionPoint }) => extensionPoint.key),
    invocations24h: metrics.totals.invocations,
    errors24h: metrics.totals.errors,
    p95Ms: metrics.totals.p95Ms,
    sparkline: metrics.sparkline,
    updatedAt: (draft?.updatedAt ?? row.updatedAt).toISOString(),
  };
}

export interface FunctionPage {
  readonly items: FunctionSummary[];
  /** Null at the end. */
  readonly nextCursor: string | null;
}

/** A page of the tenant's functions by name, with their last 24 hours. */
export function listFunctions(
  ctx: TenantContext,
  input: z.input<typeof functionQuerySchema> = {},
): Promise<FunctionPage> {
  const query = parse(functionQuerySchema, input);
  const { cursor, limit } = query;
  return ctx.db.run(async (tx) => {
    const after = cursor === undefined ? {} : { name: { gt: cursor } };
    const where = { AND: [functionsWhere(query), after] };
    const rows = await tx.function.findMany({ where, include, orderBy: { name: "asc" }, take: limit + 1 });
    const page = rows.slice(0, limit);
    const ids = page.map(({ id }) => id);
    const drafts = await draftsOf(tx, ids);
    const metrics = await metricsBy(tx, "function", { range: "24h", tenantId: ctx.tenant.id, functionIds: ids });
    const items = page.map((row) => toSummary(row, drafts.get(row.id), metrics.get(row.id) ?? emptyMetrics("24h")));
    return { items, nextCursor: rows.length > limit ? (page.at(-1)?.name ?? null) : null };
  });
}
