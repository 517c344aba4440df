type Cell = string | number | null;

/** A spreadsheet runs a text that begins like a formula; an apostrophe before it keeps it a text. */
function asText(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** CSV (RFC 4180) with a heading row; null is an empty cell, numbers are written in full. */
export function toCsv(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) =>
    cells.map((cell) => (cell === null ? "" : typeof cell === "number" ? String(cell) : asText(cell))).join(",");
  return `${[headings, ...rows].map(line).join("\r\n")}\r\n`;
}
