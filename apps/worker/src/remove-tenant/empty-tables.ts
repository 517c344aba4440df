import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";

/** What outlives a tenant: the money that it spent, and who did what. */
const keptTables = ["invocations", "rollups", "tenant_windows", "month_costs", "tenant_usage", "audit_events"];

const tablesSchema = z.array(z.object({ name: z.string() }));

/**
 * Deletes a tenant's rows from every table that no foreign key clears with the tenant itself. The catalogue names them,
 * so that a table which is added later cannot be forgotten.
 */
export async function emptyTables(tx: Tx, tenantId: string): Promise<void> {
  const rows = await tx.$queryRaw`
    SELECT c.relname AS name FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT c.relname = ANY (${keptTables})
      AND NOT EXISTS (
        SELECT FROM pg_constraint f
        WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confdeltype = 'c' AND f.conkey = ARRAY[a.attnum]
      )
    ORDER BY c.relname`;
  for (const { name } of tablesSchema.parse(rows)) {
    const table = Prisma.raw(`"${name.replaceAll('"', '""')}"`);
    await tx.$executeRaw`DELETE FROM ${table} WHERE tenant_id = ${tenantId}::uuid`;
  }
}
