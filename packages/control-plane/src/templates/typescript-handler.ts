import { mappingOf, type TemplateSource } from "./template.ts";

const index = `import { riskScore } from "./score.ts";

export const handler: AnnexHandler = async (event) => {
  const score = riskScore(event.total, event.currency);
  console.log("scored", { total: event.total, score });
  return { riskScore: score };
};
`;

const score = `const limits: Record<string, number> = { EUR: 10_000, USD: 11_000, CHF: 9_500 };

/** 0 (harmless) to 100: how far the total is above what nobody needs to look at. */
export function riskScore(total: number | null, currency: string | null): number {
  const limit = limits[currency ?? ""] ?? 1000;
  return Math.min(100, Math.round(((total ?? 0) / limit) * 50));
}
`;

export const typeScriptHandler: TemplateSource = {
  key: "typescript-handler",
  name: "TypeScript handler",
  description: "Two files: a handler that reads mapped fields, and the rule that it calls.",
  language: "typescript",
  runtime: "nodejs24.x",
  forExtensionPoint: null,
  handler: "src/index.handler",
  files: [
    { path: "src/index.ts", content: index },
    { path: "src/score.ts", content: score },
  ],
  mapping: mappingOf(["invoice.total", "invoice.currency"], ["invoice.riskScore"]),
};
