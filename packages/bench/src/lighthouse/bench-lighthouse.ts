import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { PortalSession } from "../portal-session.ts";
import { stack } from "../stack.ts";

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

interface Run {
  readonly chromium: string;
  readonly folder: string;
  readonly mobile: boolean;
}

async function audit(page: string, { chromium, folder, mobile }: Run): Promise<Report> {
  const url = `${stack.portal}/t/acme/${page}`;
  const out = path.join(folder, "report.json");
  const args = ["exec", "--yes", `--package=${lighthouse}`, "--", "lighthouse", url];
  const flags = [
    ...["--quiet", "--output=json", `--output-path=${out}`, "--no-enable-error-reporting"],
    ...["--only-categories=accessibility,best-practices", `--extra-headers=${path.join(folder, "headers.json")}`],
    "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ...(mobile ? [] : ["--preset=desktop"]),
  ];
  const node = path.dirname(process.execPath);
  const env = { ...process.env, CHROME_PATH: chromium, PATH: `${node}:${process.env.PATH ?? ""}` };
  await promisify(execFile)("npm", [...args, ...flags], { env, maxBuffer: 1 << 26 });
  const report = reportSchema.parse(JSON.parse(readFileSync(out, "utf8")));
  if (report.runtimeError) throw new Error(`${page}: ${report.runtimeError.message}`);
  // a session that is refused leads to another page, whose scores would be another's
  if (report.finalDisplayedUrl !== url) throw new Error(`${page} led to ${report.finalDisplayedUrl}.`);
  return report;
}

/**
 * `pnpm bench lighthouse [--mobile] [--page functions/new]`: accessibility and best practices of the tenant's pages by
 * Lighthouse, signed in as the demo developer. Exits 1 where a page has less than 95.
 */
export async function benchLighthouse(args: readonly string[]): Promise<void> {
  const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(chromium))
    throw new Error(`There is no Chromium at ${chromium}. Say where it is: CHROMIUM=/path pnpm bench lighthouse`);
  const only = args.includes("--page") ? args[args.indexOf("--page") + 1] : undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "annex-lighthouse-"));
  try {
    const { cookie } = await PortalSession.open("acme");
    writeFileSync(path.join(folder, "headers.json"), JSON.stringify({ Cookie: cookie }), { mode: 0o600 });
    const run = { chromium, folder, mobile: args.includes("--mobile") };
    process.stdout.write(`${lighthouse}, ${run.mobile ? "mobile" : "desktop"}, bar 95\n`);
    for (const page of only === undefined ? tenantPages : [only])
      if (show(page, await audit(page, run)) < bar) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
