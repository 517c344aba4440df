import { createPlatformClient, withContext } from "@annex/function-sdk";
import { describe, findSupplier } from "./supplier.ts";

/** Looks the supplier up through the platform API, counts this invoice for it, and says what is known. */
export const handler: AnnexHandler = async (event, context) => {
  withContext(context);
  const { records } = createPlatformClient(event.platform);
  const supplier = await findSupplier(records, event.supplier ?? "");
  if (!supplier) return { note: `${event.supplier ?? "The supplier"} is new to us` };
  const invoices = Number(supplier.data.invoices ?? 0) + 1;
  await records.update("supplier", supplier.id, { invoices, lastInvoice: event.number });
  console.log("updated", supplier.data.name, { invoices });
  return { note: describe(supplier, invoices) };
};
