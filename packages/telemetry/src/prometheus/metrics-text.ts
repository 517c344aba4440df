import type { Db } from "@annex/db";
import { type MetricFamily, readFamilies } from "../rollups/read-families.ts";

const quote = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

/** One family in the text format (prometheus.io/docs/instrumenting/exposition_formats). */
function render({ name, help, type, samples }: MetricFamily): string {
  const lines = samples.map(([labels, value]) => {
    const text = Object.entries(labels).map(([label, of]) => `${label}=${quote(of)}`);
    return `${name}${text.length > 0 ? `{${text.join(",")}}` : ""} ${value}`;
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join("\n");
}

/** What the rollups say, in Prometheus's text format 0.0.4: read when it is scraped, nothing is counted beside them. */
export async function metricsText(operator: Db["operator"], now = new Date()): Promise<string> {
  return `${(await readFamilies(operator, now)).map(render).join("\n")}\n`;
}
