import { createClient } from "@annex/contract/client";
import { demoInvoices } from "@annex/control-plane/demo";
import type { DemoAccess } from "./demo-content.ts";

export interface DemoUrls {
  readonly dataPlane: string;
  readonly identity: string;
}

/** Of the invoices, those that are approved as well. */
const approved = 4;

/**
 * Does what the demo product does with its first day's invoices, over the network and with its own credentials: so that
 * whoever opens the portal for the first time sees invocations, log lines and cost that really were.
 */
export async function makeDemoCalls({ apiClients }: DemoAccess, urls: DemoUrls): Promise<void> {
  const acme = apiClients.find(({ tenant }) => tenant === "acme");
  if (!acme) return;
  const { clientId, clientSecret } = acme;
  const annex = createClient({ url: urls.dataPlane, tokenUrl: `${urls.identity}/token`, clientId, clientSecret });
  const invoices = demoInvoices();
  for (const invoice of invoices) await annex.runExtensionPoint("invoice.submitted", invoice);
  for (const invoice of invoices.slice(0, approved)) await annex.runExtensionPoint("invoice.approved", invoice);
}
