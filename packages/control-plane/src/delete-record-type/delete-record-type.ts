import { AppError, recordTypeKeySchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { recordTypeInclude, toRecordTypeUse } from "../list-all-record-types/to-record-type-use.ts";

const inputSchema = z.object({ key: recordTypeKeySchema });

/** Deletes a record type that nothing uses. @throws AppError `conflict` that names what does; `not_found`. */
export async function deleteRecordType(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { key } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  await ctx.db.operator.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM record_types WHERE key = ${key} FOR UPDATE`;
    const row = await tx.recordType.findUnique({ where: { key }, include: recordTypeInclude });
    if (!row) throw new AppError("not_found", "There is no such record type.");
    const { records, extensionPoints } = toRecordTypeUse(row);
    if (extensionPoints.length > 0)
      throw new AppError("conflict", `The extension points ${extensionPoints.join(", ")} hand over its fields.`);
    if (records > 0) throw new AppError("conflict", `There are ${records} records of this type.`);
    await tx.recordType.delete({ where: { key } });
    await recordAudit(tx, { tenantId: null, actor, action: "deleteRecordType", target: `record-type:${key}` });
  });
}
