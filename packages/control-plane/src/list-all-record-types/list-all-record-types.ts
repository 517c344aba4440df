import { type RecordType, recordTypeSchema } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";

/** Every record type of the product, by key, for the operators. */
export async function listAllRecordTypes(ctx: OperatorContext): Promise<RecordType[]> {
  const rows = await ctx.db.operator.recordType.findMany({ orderBy: { key: "asc" } });
  return rows.map((row) => recordTypeSchema.parse(row));
}
