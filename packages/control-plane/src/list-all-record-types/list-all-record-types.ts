import type { RecordTypeUse } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { recordTypeInclude, toRecordTypeUse } from "./to-record-type-use.ts";

/** Every record type of the product with what hangs on it, by key, for the operators. */
export async function listAllRecordTypes(ctx: OperatorContext): Promise<RecordTypeUse[]> {
  const rows = await ctx.db.operator.recordType.findMany({ include: recordTypeInclude, orderBy: { key: "asc" } });
  return rows.map(toRecordTypeUse);
}
