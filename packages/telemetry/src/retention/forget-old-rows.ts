import { Prisma, type PrismaClient } from "@annex/db";
import { z } from "zod";

const tables = ["invocations", "log_lines"] as const;
type Table = (typeof tables)[number];

const columns = {
  invocations: { id: Prisma.raw("id"), at: Prisma.raw("started_at"), table: Prisma.raw("invocations") },
  log_lines: { id: Prisma.raw("id"), at: Prisma.raw("at"), table: Prisma.raw("log_lines") },
} as const satisfies Record<Table, unknown>;

const batchRows = 5000;
/** What is left then is deleted at the next turn. */
const mostBatches = 100;
/** Of what belongs to no tenant any more. */
const usualDays = 90;

const kept = Prisma.sql`
  SELECT t.id, coalesce((t.quotas ->> 'retentionDays')::int, (p.limits ->> 'retentionDays')::int) AS days
  FROM tenants t JOIN plans p ON p.key = t.plan_key`;
const longestSchema = z.array(z.object({ days: z.number() }));
const dueSchema = z.array(z.object({ id: z.string(), before: z.date() }));

/** What any tenant keeps longest: nothing older is anybody's. */
async function longestDays(operator: PrismaClient): Promise<number> {
  const rows =
    await operator.$queryRaw`SELECT greatest(max(days), ${usualDays}::int)::int AS days FROM (${kept}) AS kept`;
  return longestSchema.parse(rows)[0]?.days ?? usualDays;
}

/** Tenants that have rows which their plan does not keep any more. */
async function due(operator: PrismaClient, name: Table) {
  const { table, at } = columns[name];
  const rows = await operator.$queryRaw`
    SELECT id, before FROM (SELECT id, now() - make_interval(days => days) AS before FROM (${kept}) AS kept) AS ends
    WHERE EXISTS (SELECT FROM ${table} WHERE tenant_id = ends.id AND ${at} < before)`;
  return dueSchema.parse(rows);
}

/** Deletes the oldest first, some thousand at a time, so that nobody waits for it. */
async function forget(
  operator: PrismaClient,
  name: Table,
  { id: tenantId, before }: z.output<typeof dueSchema>[number],
) {
  const { table, id, at } = columns[name];
  let forgotten = 0;
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const count = await operator.$executeRaw`
      DELETE FROM ${table} WHERE (${id}, ${at}) IN (
        SELECT ${id}, ${at} FROM ${table} WHERE tenant_id = ${tenantId}::uuid AND ${at} < ${before} ORDER BY ${at} LIMIT ${batchRows}::int)`;
    forgotten += count;
    if (count < batchRows) break;
  }
  return forgotten;
}

/**
 * Forgets invocations and log lines that are older than their tenant's plan keeps: weeks that nobody keeps as whole
 * tables, the rest in small deletes. Makes the coming weeks' tables too. The rollups stay.
 * @returns how many rows were deleted one by one.
 */
export async function forgetOldRows(operator: PrismaClient): Promise<number> {
  const days = await longestDays(operator);
  await operator.$executeRaw`SELECT annex_keep_partitions(4, make_interval(days => ${days}::int))`;
  let forgotten = 0;
  for (const name of tables)
    for (const tenant of await due(operator, name)) forgotten += await forget(operator, name, tenant);
  return forgotten;
}
