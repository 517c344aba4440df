import type { Field, FieldMapping, OutputMapping, ParameterMapping } from "@annex/contract";
import type { MappingContract } from "./mapping-contract.ts";

function field(path: string, type: Field["type"], required = false): Field {
  return { path, type, label: path.split(".").at(-1) ?? path, required };
}

/** The contract that this package's tests are written against. */
export const invoiceContract: MappingContract = {
  inputs: [
    field("invoice.number", "string", true),
    field("invoice.total", "number", true),
    field("invoice.currency", "string"),
    field("invoice.lineCount", "integer"),
    field("invoice.paid", "boolean"),
    field("invoice.submittedAt", "date"),
    field("invoice.lines", "json"),
    field("invoice.supplier.name", "string"),
  ],
  outputs: [
    field("invoice.riskScore", "number"),
    field("invoice.note", "string"),
    field("invoice.status", "string", true),
    field("invoice.reviewCount", "integer"),
    field("invoice.approved", "boolean"),
    field("invoice.dueAt", "date"),
    field("invoice.detail", "json"),
  ],
  credentials: [
    { name: "acme-records", kind: "oauth2_client" },
    { name: "erp-password", kind: "secret" },
  ],
};

/** Field values that fit `invoiceContract`. */
export const invoiceValues = {
  "invoice.number": "R-1",
  "invoice.total": 1200.5,
  "invoice.currency": "EUR",
  "invoice.lineCount": 3,
  "invoice.paid": false,
  "invoice.submittedAt": "2026-11-24T09:30:00Z",
  "invoice.lines": [{ price: 10 }, { price: 20 }],
  "invoice.supplier.name": "Initech",
};

/** A mapping from shorthand pairs. */
export function mappingOf(
  parameters: readonly (readonly [string, ParameterMapping["source"]])[],
  outputs: readonly (readonly [string, OutputMapping["source"]])[] = [],
): FieldMapping {
  return {
    parameters: parameters.map(([name, source]) => ({ name, source })),
    outputs: outputs.map(([path, source]) => ({ field: path, source })),
  };
}

/** A parameter's source that is an expression. */
export function expression(text: string): { kind: "expression"; expression: string } {
  return { kind: "expression", expression: text };
}

/** A parameter's source that is a field. */
export function fromField(path: string): { kind: "field"; path: string } {
  return { kind: "field", path };
}

/** An output's source that is a property of the result. */
export function fromResult(path: string): { kind: "result"; path: string } {
  return { kind: "result", path };
}
