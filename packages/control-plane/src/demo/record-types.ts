import type { CreateExtensionPoint, CreateRecordType, Field } from "@annex/contract";

type Row = readonly [name: string, type: Field["type"], label: string, required?: boolean];

function fieldsOf(key: string, rows: readonly Row[]): Field[] {
  return rows.map(([name, type, label, required = false]) => ({ path: `${key}.${name}`, type, label, required }));
}

/** What the demo product keeps: invoices and suppliers. */
export const demoRecordTypes: readonly CreateRecordType[] = [
  {
    key: "invoice",
    name: "Invoice",
    fields: fieldsOf("invoice", [
      ["number", "string", "Number", true],
      ["supplier", "string", "Supplier"],
      ["total", "number", "Total", true],
      ["currency", "string", "Currency", true],
      ["iban", "string", "IBAN"],
      ["vatNumber", "string", "VAT number"],
      ["submittedAt", "date", "Submitted at"],
      ["status", "string", "Status"],
      ["riskScore", "number", "Risk score"],
      ["note", "string", "Note"],
      ["erpReference", "string", "ERP reference"],
    ]),
  },
  {
    key: "supplier",
    name: "Supplier",
    fields: fieldsOf("supplier", [
      ["name", "string", "Name", true],
      ["tier", "string", "Tier"],
      ["country", "string", "Country"],
      ["invoices", "integer", "Invoices"],
      ["lastInvoice", "string", "Last invoice"],
    ]),
  },
];

const invoiceInputs = ["number", "supplier", "total", "currency", "iban", "vatNumber"].map((name) => `invoice.${name}`);

/** Where the demo product lets its tenants' code run. */
export const demoExtensionPoints: readonly CreateExtensionPoint[] = [
  {
    key: "invoice.submitted",
    name: "Invoice submitted",
    description: "Runs when a supplier's invoice comes in, before anybody sees it.",
    recordTypeKey: "invoice",
    inputFields: invoiceInputs,
    outputFields: ["invoice.riskScore", "invoice.note", "invoice.status"],
    timeoutMs: 5000,
    failureMode: "open",
  },
  {
    key: "invoice.approved",
    name: "Invoice approved",
    description: "Runs when an invoice was approved for payment.",
    recordTypeKey: "invoice",
    inputFields: invoiceInputs,
    outputFields: ["invoice.erpReference", "invoice.note"],
    timeoutMs: 10_000,
    failureMode: "closed",
  },
];
