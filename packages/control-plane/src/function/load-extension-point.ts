import { AppError, type ExtensionPoint, type Field, fieldSchema } from "@annex/contract";
import type { ExtensionPoint as ExtensionPointRow, RecordType, Tx } from "@annex/db";
import { z } from "zod";

type Row = ExtensionPointRow & { recordType: RecordType };

/** An extension point with its contract spelled out: paths become typed fields of the record type. */
export function toExtensionPoint(row: Row): ExtensionPoint {
  const fields = z.array(fieldSchema).parse(row.recordType.fields);
  const named = (paths: string[]): Field[] => fields.filter((field) => paths.includes(field.path));
  const { id, key, name, description, recordTypeKey, timeoutMs, failureMode, version } = row;
  const inputs = named(row.inputFields);
  const outputs = named(row.outputFields);
  return { id, key, name, description, recordTypeKey, inputs, outputs, timeoutMs, failureMode, version };
}

/** @throws AppError `invalid_request` when there is no such extension point. */
export async function loadExtensionPoint(tx: Tx, key: string): Promise<ExtensionPoint> {
  const row = await tx.extensionPoint.findUnique({ where: { key }, include: { recordType: true } });
  if (!row) {
    const message = `There is no extension point ${key}.`;
    throw new AppError("invalid_request", message, { errors: [{ path: "extensionPointKey", message }] });
  }
  return toExtensionPoint(row);
}
