import { AppError, changedRecordTypeSchema, fieldSchema, type RecordTypeUse } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { recordTypeInclude, toRecordTypeUse } from "../list-all-record-types/to-record-type-use.ts";
import { lostFields } from "./lost-fields.ts";

/** Which fields were added, removed or became something else. */
function differences(before: readonly z.output<typeof fieldSchema>[], after: readonly z.output<typeof fieldSchema>[]) {
  const text = (fields: typeof before) => new Map(fields.map((field) => [field.path, JSON.stringify(field)]));
  const [old, now] = [text(before), text(after)];
  return {
    added: [...now.keys()].filter((path) => !old.has(path)),
    removed: [...old.keys()].filter((path) => !now.has(path)),
    changed: [...now].filter(([path, field]) => old.has(path) && old.get(path) !== field).map(([path]) => path),
  };
}

/**
 * Changes a record type's name and fields; data plane and portal follow at once. Nothing that an extension point or a
 * record relies on is lost.
 * @throws AppError `conflict` with every field that must stay, or when it was changed meanwhile; `not_found`;
 * `invalid_request`.
 */
export function updateRecordType(
  ctx: OperatorContext,
  input: z.input<typeof changedRecordTypeSchema>,
): Promise<RecordTypeUse> {
  const { key, name, fields, version } = parse(changedRecordTypeSchema, input);
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM record_types WHERE key = ${key} FOR UPDATE`;
    const row = await tx.recordType.findUnique({ where: { key } });
    if (!row) throw new AppError("not_found", "There is no such record type.");
    if (row.version !== version)
      throw new AppError("conflict", "Somebody changed this record type meanwhile. Reload it, then change it again.");
    const before = z.array(fieldSchema).parse(row.fields);
    const errors = await lostFields(tx, { key, before, after: fields });
    if (errors[0]) throw new AppError("conflict", errors[0].message, { errors });
    const data = { name, fields, version: version + 1 };
    const changed = await tx.recordType.update({ where: { key }, data, include: recordTypeInclude });
    const detail = { version: data.version, ...differences(before, fields) };
    await recordAudit(tx, { tenantId: null, actor, action: "updateRecordType", target: `record-type:${key}`, detail });
    return toRecordTypeUse(changed);
  });
}
