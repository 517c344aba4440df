function elementOf(item: string | number | null | undefined): string {
  if (item === null || item === undefined) return "NULL";
  if (typeof item === "number") return String(item);
  return `"${item.replace(/["\\]/g, "\\$&")}"`;
}

/** A one-dimensional array as PostgreSQL reads it; what is null or undefined becomes NULL. */
export function arrayLiteral(items: readonly (string | number | null | undefined)[]): string {
  return `{${items.map(elementOf).join(",")}}`;
}
