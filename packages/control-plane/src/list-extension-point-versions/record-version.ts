import type { ExtensionPoint as ExtensionPointRow, Tx } from "@annex/db";

/** Keeps a contract as it is now. */
export async function recordVersion(tx: Tx, row: ExtensionPointRow, createdBy: string): Promise<void> {
  const { id: extensionPointId, version: number, inputFields, outputFields, timeoutMs, failureMode } = row;
  const contract = { inputFields, outputFields, timeoutMs, failureMode };
  await tx.extensionPointVersion.create({ data: { extensionPointId, number, ...contract, createdBy } });
}
