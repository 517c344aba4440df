import { AppError, type ChangeExtensionPoint, type ExtensionPoint, fieldSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { checkFields } from "../create-extension-point/check-fields.ts";
import { toExtensionPoint } from "../function/load-extension-point.ts";

interface ChangedPoint {
  readonly before: ExtensionPoint;
  readonly after: ExtensionPoint;
}

/**
 * An extension point as it is and as it would be.
 * @throws AppError `not_found`; `conflict` when it was changed meanwhile; `invalid_request` for a field that is not there.
 */
export async function changedPoint(tx: Tx, key: string, change: ChangeExtensionPoint): Promise<ChangedPoint> {
  await tx.$queryRaw`SELECT 1 AS locked FROM extension_points WHERE key = ${key} FOR UPDATE`;
  const row = await tx.extensionPoint.findUnique({ where: { key }, include: { recordType: true } });
  if (!row) throw new AppError("not_found", "There is no such extension point.");
  if (row.version !== change.version)
    throw new AppError("conflict", "Somebody changed this extension point meanwhile. Reload it, then change it again.");
  const known = z
    .array(fieldSchema)
    .parse(row.recordType.fields)
    .map(({ path }) => path);
  checkFields(known, change.inputFields, "inputFields");
  checkFields(known, change.outputFields, "outputFields");
  const { version, ...contract } = change;
  return { before: toExtensionPoint(row), after: toExtensionPoint({ ...row, ...contract, version: version + 1 }) };
}
