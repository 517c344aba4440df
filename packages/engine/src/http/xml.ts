function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function element(name: string, value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return `<${name}>${value.map((item) => element("member", item)).join("")}</${name}>`;
  if (value instanceof Map)
    return `<${name}>${[...value].map(([key, item]) => element("entry", { key, value: item })).join("")}</${name}>`;
  if (value instanceof Date) return `<${name}>${value.toISOString()}</${name}>`;
  const isNested = typeof value === "object" && value !== null;
  return `<${name}>${isNested ? toXml({ ...value }) : escapeXml(String(value))}</${name}>`;
}

/** Members as XML elements, in the way of AWS's query protocol: lists hold `member`s, `Map`s entries, times are ISO 8601. */
export function toXml(value: Readonly<Record<string, unknown>>): string {
  return Object.entries(value)
    .map(([name, member]) => element(name, member))
    .join("");
}
