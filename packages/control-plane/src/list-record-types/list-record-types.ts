import { type RecordType, recordTypeSchema } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";

/** Every record type of the product, by key. */
export function listRecordTypes(ctx: Pick<TenantContext, "db">): Promise<RecordType[]> {
  return ctx.db.run(async (tx) => {
    const rows = await tx.recordType.findMany({ orderBy: { key: "asc" } });
    return rows.map((row) => recordTypeSchema.parse(row));
  });
}
