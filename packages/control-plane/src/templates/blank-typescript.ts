import type { TemplateSource } from "./template.ts";

const index = `export const handler: AnnexHandler = async (event, context) => {
  console.log("event", event);
  return {};
};
`;

export const blankTypeScript: TemplateSource = {
  key: "blank",
  name: "Blank",
  description: "An empty TypeScript handler; nothing is mapped yet.",
  language: "typescript",
  runtime: "nodejs24.x",
  forExtensionPoint: null,
  handler: "src/index.handler",
  files: [{ path: "src/index.ts", content: index }],
  mapping: { parameters: [], outputs: [] },
};
