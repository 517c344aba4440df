import type { SelfTest, SelfTestLine } from "@annex/contract";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function row({ area, attempt, expected, outcome, happened, durationMs }: SelfTestLine): string {
  const cells = [area, attempt, expected, outcome, happened ?? "", durationMs === null ? "" : `${durationMs} ms`];
  return `<tr class="${outcome}">${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
}

const style = `body{font:14px/20px system-ui,sans-serif;max-width:1200px;margin:32px auto;padding:0 16px;color:#1a1a1a}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ddd;padding:6px 8px;text-align:left;vertical-align:top}
tr.open td:nth-child(4){color:#b00020;font-weight:600}tr.denied td:nth-child(4){color:#0a6b2d}tr.unknown td:nth-child(4){color:#8a5a00}`;

/** A self-test as a page of its own: to keep, to print, to hand to an auditor. */
export function selfTestReport(test: SelfTest): string {
  const { state, cell, startedBy, createdAt, finishedAt, denied, open, unknown } = test;
  const facts = `Cell ${cell}. Started ${createdAt} by ${startedBy}, ended ${finishedAt ?? "not yet"}. ${denied} denied, ${open} open, ${unknown} not known.`;
  const heads = ["Area", "Attempted", "Expected", "Outcome", "What happened", "Took"];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Isolation self-test: ${state}</title><style>${style}</style>
<h1>Isolation self-test: ${state}</h1><p>${escaped(facts)}</p>
<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>
${test.lines.map(row).join("\n")}
</tbody></table></html>
`;
}
