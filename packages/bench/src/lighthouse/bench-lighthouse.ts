import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "@annex/db/free-port";
import { z } from "zod";
import { withChromium } from "../browser/with-chromium.ts";
import { startChild } from "../engine/machine/child.ts";
import { PortalSession } from "../portal-session.ts";
import { stack } from "../stack.ts";
import { withUndo } from "../undo.ts";
import { UsageError } from "../usage-error.ts";

// 176 MB with what it needs: fetched when it is asked for, rather than with every clone
const lighthouse = "lighthouse@13.5.0";
const bar = 0.95;
const tenantPages = [
  "functions/check-bank-details",
  "functions/check-bank-details?tab=mapping",
  "functions/check-bank-details?tab=tests",
  "functions/check-bank-details?tab=releases",
  "functions/check-bank-details?tab=metrics",
  "functions/check-bank-details?tab=logs",
  "functions/check-bank-details?tab=settings",
  "functions",
  "functions/new",
  "layers",
  "extension-points",
  "invocations",
  "async",
  "logs",
  "alerts",
  "records",
  "credentials",
  "settings",
];

const reportSchema = z.object({
  runtimeError: z.object({ message: z.string() }).optional(),
  finalDisplayedUrl: z.string(),
  categories: z.record(
    z.string(),
    z.object({
      title: z.string(),
      score: z.number().nullable(),
      auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })),
    }),
  ),
  audits: z.record(
    z.string(),
    z.object({
      title: z.string(),
      score: z.number().nullable(),
      details: z.object({ items: z.array(z.unknown()).optional() }).optional(),
    }),
  ),
});
type Report = z.infer<typeof reportSchema>;

const nodeSchema = z.object({ node: z.object({ selector: z.string(), snippet: z.string() }) });

/** Where an audit found something: the element, or what the audit tells instead. */
function placeOf(item: unknown): string {
  const found = nodeSchema.safeParse(item);
  const text = found.success ? `${found.data.node.selector}  ${found.data.node.snippet}` : JSON.stringify(item);
  return text.slice(0, 240);
}

/** Prints the scores of one page and what lowered them. Returns the lowest score; 0 where there is none. */
function show(page: string, report: Report): number {
  const scores = Object.values(report.categories).map(({ score }) => score ?? 0);
  const words = Object.values(report.categories).map(
    ({ title, score }) => `${title} ${Math.round((score ?? 0) * 100)}`,
  );
  const lowest = Math.min(...scores);
  process.stdout.write(`${lowest >= bar ? "  " : "✗ "}${page.padEnd(44)} ${words.join("  ")}\n`);
  const weighed = Object.values(report.categories).flatMap(({ auditRefs }) => auditRefs);
  for (const { id, weight } of weighed) {
    const audit = report.audits[id];
    if (!audit || weight === 0 || audit.score === null || audit.score >= 1) continue;
    process.stdout.write(`    ${id}: ${audit.title}\n`);
    for (const item of audit.details?.items?.slice(0, 5) ?? []) process.stdout.write(`      ${placeOf(item)}\n`);
  }
  return lowest;
}

/** @throws UsageError unless the portal serves the page to the demo developer under this very address. */
async function checkPage(session: PortalSession, page: string): Promise<void> {
  const address = `/t/acme/${page}`;
  const { status, headers } = await session.fetch(address);
  if (status === 200) return;
  const found =
    status === 404 ? "There is no page" : `No page to audit (HTTP ${status} ${headers.get("location") ?? ""})`;
  throw new UsageError(
    `${found} ${address} at ${stack.portal}. --page takes what follows /t/acme/, such as ${tenantPages.join(", ")}.`,
  );
}

interface Run {
  /** Where Chromium listens: it is ours, so that none is left where the benchmark is cut off. */
  readonly port: number;
  readonly folder: string;
  readonly mobile: boolean;
}

/** What Lighthouse and npm, which fetches it, are given: this process's settings, and its Node first. */
function environment(): Record<string, string> {
  const settings = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return { ...Object.fromEntries(settings), PATH: `${path.dirname(process.execPath)}:${process.env.PATH ?? ""}` };
}

async function audit(page: string, { port, folder, mobile }: Run): Promise<Report> {
  const url = `${stack.portal}/t/acme/${page}`;
  const out = path.join(folder, "report.json");
  const args = ["exec", "--yes", `--package=${lighthouse}`, "--", "lighthouse", url];
  const flags = [
    ...["--quiet", "--output=json", `--output-path=${out}`, "--no-enable-error-reporting", `--port=${port}`],
    ...["--only-categories=accessibility,best-practices", `--extra-headers=${path.join(folder, "headers.json")}`],
    ...(mobile ? [] : ["--preset=desktop"]),
  ];
  const npm = startChild({ command: "npm", args: [...args, ...flags], environment: environment(), complains: true });
  const [code] = await once(npm, "exit");
  if (code !== 0) throw new Error(`Lighthouse ended with ${code} at ${page}; what it said is above.`);
  const report = reportSchema.parse(JSON.parse(readFileSync(out, "utf8")));
  if (report.runtimeError) throw new Error(`${page}: ${report.runtimeError.message}`);
  // a session that is refused leads to another page, whose scores would be another's
  if (report.finalDisplayedUrl !== url) throw new Error(`${page} led to ${report.finalDisplayedUrl}.`);
  return report;
}

async function auditAll(pages: readonly string[], mobile: boolean, folder: string): Promise<void> {
  const session = await PortalSession.open("acme");
  for (const page of pages) await checkPage(session, page);
  writeFileSync(path.join(folder, "headers.json"), JSON.stringify({ Cookie: session.cookie }), { mode: 0o600 });
  const port = await freePort();
  process.stdout.write(`${lighthouse}, ${mobile ? "mobile" : "desktop"}, bar 95\n`);
  await withChromium(
    async () => {
      for (const page of pages) if (show(page, await audit(page, { port, folder, mobile })) < bar) process.exitCode = 1;
    },
    { port },
  );
}

/**
 * `pnpm bench lighthouse [--mobile] [--page functions/new]`: accessibility and best practices of the tenant's pages by
 * Lighthouse, signed in as the demo developer. Exits 1 where a page has less than 95.
 */
export async function benchLighthouse(args: readonly string[]): Promise<void> {
  const options = { mobile: { type: "boolean", default: false }, page: { type: "string" } } as const;
  const { mobile, page } = parseArgs({ args: [...args], options }).values;
  const folder = mkdtempSync(path.join(tmpdir(), "annex-lighthouse-"));
  await withUndo(
    async () => rmSync(folder, { recursive: true, force: true }),
    () => auditAll(page === undefined ? tenantPages : [page], mobile, folder),
  );
}
