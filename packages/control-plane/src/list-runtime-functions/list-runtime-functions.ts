import { runtimeFunctionPageSchema, runtimeFunctionQuerySchema, runtimeSchema } from "@annex/contract";
import type { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const inputSchema = runtimeFunctionQuerySchema.extend({ runtime: runtimeSchema });

/** Functions whose live release has a runtime, those that are called most first. @throws AppError `invalid_request`. */
export async function listRuntimeFunctions(
  { db }: Pick<OperatorContext, "db">,
  input: z.input<typeof inputSchema>,
): Promise<z.output<typeof runtimeFunctionPageSchema>> {
  const { runtime, offset, limit } = parse(inputSchema, input);
  const from = new Date(Date.now() - 30 * 86_400_000);
  const items = await db.operator.$queryRaw`
    WITH used AS (
      SELECT f.id, f.name, f.tenant_id, f.keeps_runtime, r.number, r.created_at
      FROM functions f JOIN releases r ON r.id = f.live_release_id
      WHERE f.deleted_at IS NULL AND r.runtime = ${runtime}
    ), calls AS (
      SELECT u.id, coalesce(sum(b.invocations), 0)::float8 AS invocations
      FROM used u LEFT JOIN rollups b ON b.scope = 'function' AND b.bucket_seconds = 86400 AND b.function_id = u.id
        AND b.bucket_at >= ${from}
      GROUP BY u.id
    )
    SELECT jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS tenant, u.id AS "functionId",
      u.name AS "functionName", u.number AS "releaseNumber", to_json(u.created_at)#>>'{}' AS "deployedAt",
      u.keeps_runtime AS "keepsRuntime", c.invocations AS "invocations30d",
      (SELECT count(*)::int FROM test_events e WHERE e.function_id = u.id) AS "testEvents"
    FROM used u JOIN calls c ON c.id = u.id JOIN tenants t ON t.id = u.tenant_id
    ORDER BY c.invocations DESC, t.slug, u.name OFFSET ${offset} LIMIT ${limit}`;
  const [counted] = await db.operator.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM functions f JOIN releases r ON r.id = f.live_release_id
    WHERE f.deleted_at IS NULL AND r.runtime = ${runtime}`;
  return runtimeFunctionPageSchema.parse({ items, total: counted?.total ?? 0 });
}
