import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { DraftContent, FieldValues, SourceFile } from "@annex/contract";
import { mappingOf } from "../templates/template.ts";

const folder = fileURLToPath(new URL("./functions", import.meta.url));

/** One of the demo's functions: its draft and the sample records that show what it does. */
export interface DemoFunction {
  readonly name: string;
  readonly description: string;
  readonly content: DraftContent;
  readonly testEvents: Readonly<Record<string, FieldValues>>;
}

function filesOf(name: string): SourceFile[] {
  const root = path.join(folder, name);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: path.relative(root, file), content: readFileSync(file, "utf8") }));
}

function draftOf(
  name: string,
  more: Partial<DraftContent> & Pick<DraftContent, "extensionPointKey" | "mapping">,
): DraftContent {
  return {
    source: { kind: "files", files: filesOf(name) },
    language: "typescript",
    runtime: "nodejs24.x",
    handler: "src/index.handler",
    memoryMb: 128,
    timeoutMs: 5000,
    environment: {},
    packages: [],
    egress: [],
    layers: [],
    ...more,
  };
}

const invoice = {
  "invoice.number": "INV-2041",
  "invoice.supplier": "Papier Berger AG",
  "invoice.total": 1200,
  "invoice.currency": "EUR",
  "invoice.iban": "DE89370400440532013000",
  "invoice.vatNumber": "DE136695976",
};

/** Reuse of existing logic, a proprietary protocol, an SDK: the three ways in which tenants extend a product. */
export function demoFunctions(): DemoFunction[] {
  const erpFields = ["invoice.number", "invoice.total", "invoice.currency", "invoice.supplier"];
  const enrichment = mappingOf(["invoice.number", "invoice.supplier"], ["invoice.note"]);
  const platform = { name: "platform", source: { kind: "credential", credential: "acme-records" } } as const;
  return [
    {
      name: "check-bank-details",
      description: "Checks IBAN and VAT number with published npm packages.",
      content: draftOf("check-bank-details", {
        extensionPointKey: "invoice.submitted",
        packages: [
          { name: "ibantools", version: "4.5.4" },
          { name: "jsvat", version: "2.5.4" },
        ],
        mapping: mappingOf(["invoice.number", "invoice.iban", "invoice.vatNumber"], ["invoice.status", "invoice.note"]),
      }),
      testEvents: {
        "all right": invoice,
        "digits mixed up": { ...invoice, "invoice.iban": "DE89370400440532013001" },
        "unknown VAT number": { ...invoice, "invoice.vatNumber": "XX123" },
      },
    },
    {
      name: "post-to-erp",
      description: "Books approved invoices in an ERP over its own fixed-width TCP protocol.",
      content: draftOf("post-to-erp", {
        extensionPointKey: "invoice.approved",
        egress: [{ host: "erp.demo.internal", port: 7001 }],
        mapping: mappingOf(erpFields, ["invoice.erpReference", "invoice.note"]),
      }),
      testEvents: {
        "an approved invoice": invoice,
        "a currency that the ERP does not know": { ...invoice, "invoice.currency": "euro" },
      },
    },
    {
      name: "enrich-invoice",
      description: "Reads and updates the supplier through the platform API, with credentials of its own.",
      content: draftOf("enrich-invoice", {
        extensionPointKey: "invoice.approved",
        mapping: { ...enrichment, parameters: [...enrichment.parameters, platform] },
      }),
      testEvents: {
        "a known supplier": invoice,
        "a new supplier": { ...invoice, "invoice.supplier": "Nobody Ltd" },
      },
    },
  ];
}
