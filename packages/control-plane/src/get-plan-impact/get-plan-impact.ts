import { type LimitUse, type PlanImpact, planChangeSchema, planKeySchema } from "@annex/contract";
import type { Db } from "@annex/db";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { monthSpan } from "../list-costs/month-span.ts";
import { limitUses, readTenantUse } from "../plan-use/read-tenant-use.ts";

const inputSchema = planChangeSchema.extend({ key: planKeySchema });

const sizeRow = z.object({
  tenantId: z.string(),
  memoryMb: z.number(),
  timeoutMs: z.number(),
  codeBytes: z.number(),
  retentionDays: z.number(),
});
type Sizes = Omit<z.infer<typeof sizeRow>, "tenantId">;
const noSizes: Sizes = { memoryMb: 0, timeoutMs: 0, codeBytes: 0, retentionDays: 0 };
const sizeKeys = ["memoryMb", "timeoutMs", "codeBytes", "retentionDays"] as const;

/** The greatest of the live releases of each tenant, and for how many days it has invocations that are still kept. */
async function readSizes(operator: Db["operator"], planKey: string, now: Date): Promise<Map<string, Sizes>> {
  const today = now.toISOString().slice(0, 10);
  const rows = z.array(sizeRow).parse(
    await operator.$queryRaw`
    SELECT t.id AS "tenantId", coalesce(live.memory, 0)::int AS "memoryMb", coalesce(live.timeout, 0)::int AS "timeoutMs",
      coalesce(live.code, 0)::float8 AS "codeBytes", coalesce(kept.days, 0)::int AS "retentionDays"
    FROM tenants t JOIN plans p ON p.key = t.plan_key
    LEFT JOIN LATERAL (
      SELECT max((r.content->>'memoryMb')::int) AS memory, max((r.content->>'timeoutMs')::int) AS timeout,
        max(a.unpacked_bytes + coalesce((SELECT sum(v.unpacked_bytes) FROM release_layers l
          JOIN layer_versions v ON v.id = l.layer_version_id WHERE l.release_id = r.id), 0)) AS code
      FROM functions f JOIN releases r ON r.id = f.live_release_id
      LEFT JOIN artifacts a ON a.tenant_id = r.tenant_id AND a.sha256 = r.artifact_sha256
      WHERE f.tenant_id = t.id AND f.deleted_at IS NULL) AS live ON true
    LEFT JOIN LATERAL (
      SELECT ${today}::date - min(u.day) AS days FROM tenant_usage u WHERE u.tenant_id = t.id AND u.invocations > 0
        AND u.day > ${today}::date - coalesce((t.quotas->>'retentionDays')::int, (p.limits->>'retentionDays')::int)) AS kept ON true
    WHERE t.plan_key = ${planKey}`,
  );
  return new Map(rows.map(({ tenantId, ...sizes }) => [tenantId, sizes]));
}

/**
 * Which tenants of a plan have more than new limits would let them have; those with a limit of their own keep it.
 * @throws AppError `invalid_request`.
 */
export async function getPlanImpact(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema>,
  now = new Date(),
): Promise<PlanImpact> {
  const { key, limits } = parse(inputSchema, input);
  const { operator } = ctx.db;
  const uses = await readTenantUse(operator, { month: monthSpan(undefined, now).from, now, planKey: key });
  const sizes = await readSizes(operator, key, now);
  const above = uses.map((use) => {
    const size = sizes.get(use.id) ?? noSizes;
    const sized = sizeKeys.map((name): LimitUse => {
      const own = use.quotas[name];
      return { key: name, limit: own ?? limits[name], used: size[name], own: own !== undefined };
    });
    const over = [...limitUses(use, limits), ...sized].filter(({ own, used, limit }) => !own && used > limit);
    return { tenantId: use.id, tenant: use.name, limits: over };
  });
  return { tenants: uses.length, above: above.filter((tenant) => tenant.limits.length > 0) };
}
