import { mappingOf, type TemplateSource } from "./template.ts";

const index = `export const handler = async (event) => {
  console.log("checking", event.number);
  return { note: event.total > 1000 ? "Please look at this invoice" : "Looks fine" };
};
`;

export const javaScriptHandler: TemplateSource = {
  key: "javascript-handler",
  name: "JavaScript handler",
  description: "One file that reads mapped fields and sets a note.",
  language: "javascript",
  runtime: "nodejs24.x",
  forExtensionPoint: null,
  handler: "src/index.handler",
  files: [{ path: "src/index.js", content: index }],
  mapping: mappingOf(["invoice.number", "invoice.total"], ["invoice.note"]),
};
