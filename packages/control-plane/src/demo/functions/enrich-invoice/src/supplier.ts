import type { PlatformRecord, RecordsClient } from "@annex/function-sdk";

/** The supplier of that name, or null. */
export async function findSupplier(records: RecordsClient, name: string): Promise<PlatformRecord | null> {
  const { items } = await records.list("supplier", { limit: 100 });
  return items.find(({ data }) => data.name === name) ?? null;
}

export function describe({ data }: PlatformRecord, invoices: number): string {
  return `${data.name}: ${data.tier} supplier from ${data.country}, invoice ${invoices}`;
}
