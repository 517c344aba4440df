import { createRecordTypeSchema, type RecordTypeUse } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { recordTypeInclude, toRecordTypeUse } from "../list-all-record-types/to-record-type-use.ts";

/** Declares what the product keeps: a type of record with its fields. @throws AppError `invalid_request`, `conflict`. */
export async function createRecordType(
  ctx: OperatorContext,
  input: z.input<typeof createRecordTypeSchema>,
): Promise<RecordTypeUse> {
  const data = parse(createRecordTypeSchema, input);
  const { actor } = ctx.principal;
  try {
    return await ctx.db.operator.$transaction(async (tx) => {
      const row = await tx.recordType.create({ data, include: recordTypeInclude });
      const target = `record-type:${data.key}`;
      const detail = { fields: data.fields.map(({ path }) => path) };
      await recordAudit(tx, { tenantId: null, actor, action: "createRecordType", target, detail });
      return toRecordTypeUse(row);
    });
  } catch (error) {
    refuseTaken(error, "key", `The key ${data.key} is taken. Choose another one.`);
  }
}
