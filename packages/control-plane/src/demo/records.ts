interface DemoRecord {
  readonly type: "invoice" | "supplier";
  readonly data: Readonly<Record<string, string | number>>;
}

const suppliers = [
  ["Papier Berger AG", "preferred", "Germany", "DE89370400440532013000", "DE136695976"],
  ["Lumen Elektrik GmbH", "approved", "Austria", "AT611904300234573201", "ATU13585627"],
  ["Nordwind Spedition", "approved", "Germany", "DE75512108001245126199", "DE129274202"],
  ["Atelier Dubois", "new", "France", "FR1420041010050500013M02606", "FR40303265045"],
] as const;

const totals = [1200, 84.5, 23_400, 560, 9800.75, 312, 45.9, 7250, 15_999, 2040, 630.2, 118_000];

function invoiceOf(total: number, index: number): DemoRecord {
  const [supplier, , , iban, vatNumber] = suppliers[index % suppliers.length] ?? suppliers[0];
  const day = String((index % 28) + 1).padStart(2, "0");
  const data = {
    number: `INV-${2041 + index}`,
    supplier,
    total,
    currency: index % 5 === 4 ? "CHF" : "EUR",
    iban,
    vatNumber,
  };
  return { type: "invoice", data: { ...data, submittedAt: `2026-11-${day}T09:30:00Z`, status: "submitted" } };
}

/** Twelve invoices and the suppliers that sent them. */
export const demoRecords: readonly DemoRecord[] = [
  ...suppliers.map(
    ([name, tier, country]): DemoRecord => ({ type: "supplier", data: { name, tier, country, invoices: 0 } }),
  ),
  ...totals.map(invoiceOf),
];

/** The invoices as the product hands them to its tenants' code: `invoice.<field>` and its value. */
export function demoInvoices(): Record<string, string | number>[] {
  return totals
    .map(invoiceOf)
    .map(({ data }) => Object.fromEntries(Object.entries(data).map(([field, value]) => [`invoice.${field}`, value])));
}
