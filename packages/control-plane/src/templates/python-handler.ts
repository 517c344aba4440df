import { mappingOf, type TemplateSource } from "./template.ts";

const main = `def handler(event, context):
    print("checking", event.get("number"))
    total = event.get("total") or 0
    return {"note": "Please look at this invoice" if total > 1000 else "Looks fine"}
`;

export const pythonHandler: TemplateSource = {
  key: "python-handler",
  name: "Python handler",
  description: "One file that reads mapped fields and sets a note.",
  language: "python",
  runtime: "python3.11",
  forExtensionPoint: null,
  handler: "main.handler",
  files: [{ path: "main.py", content: main }],
  mapping: mappingOf(["invoice.number", "invoice.total"], ["invoice.note"]),
};
