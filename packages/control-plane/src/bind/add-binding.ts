import type { Tx } from "@annex/db";

interface NewBinding {
  readonly tenantId: string;
  readonly functionId: string;
  readonly extensionPointId: string;
}

/** Adds a binding behind those that are there; one that is there already stays as it is. Returns its ID. */
export async function addBinding(tx: Tx, { tenantId, functionId, extensionPointId }: NewBinding): Promise<string> {
  const last = await tx.binding.aggregate({ where: { extensionPointId }, _max: { position: true } });
  const position = Math.min((last._max.position ?? -1) + 1, 100);
  const row = await tx.binding.upsert({
    where: { extensionPointId_functionId: { extensionPointId, functionId } },
    create: { tenantId, functionId, extensionPointId, position },
    update: {},
  });
  return row.id;
}
