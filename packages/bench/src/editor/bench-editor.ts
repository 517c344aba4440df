import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { median, percentile } from "../series.ts";
import { stack } from "../stack.ts";
import { measureActions } from "./actions.ts";
import { measureOpenings } from "./openings.ts";
import { EditorSubject } from "./subject.ts";

const bars: Record<string, { readonly at: number; readonly ms: number }> = {
  "editor takes text, cold": { at: 0.5, ms: 2000 },
  "editor takes text, warm": { at: 0.5, ms: 700 },
  "Test, code as it was": { at: 0.95, ms: 1000 },
  "Save to typed completion": { at: 0.95, ms: 300 },
  "deploy of a one-file change": { at: 0.95, ms: 3000 },
};

function show(name: string, taken: readonly number[]): void {
  const figure = (value: number) => `${value.toFixed(0)} ms`.padStart(9);
  const bar = bars[name];
  const held = !bar || percentile(taken, bar.at) < bar.ms;
  const asked = bar ? `  p${bar.at * 100} < ${bar.ms} ms` : "";
  process.stdout.write(
    `${held ? "  " : "✗ "}${name.padEnd(38)} n=${String(taken.length).padEnd(3)} p50${figure(median(taken))}  p95${figure(percentile(taken, 0.95))}${asked}\n`,
  );
}

async function startChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath))
    throw new Error(`There is no Chromium at ${executablePath}. Say where it is: CHROMIUM=/path pnpm bench editor`);
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

/** `pnpm bench editor [--rounds 10] [--only openings|actions]`: what a developer waits for on a function's page. */
export async function benchEditor(args: readonly string[]): Promise<void> {
  const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const rounds = Number(option("--rounds") ?? 10);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a whole number from 1 on.");
  const only = option("--only");
  const subject = await EditorSubject.create();
  const browser = await startChromium();
  try {
    const signedIn = await subject.signIn(browser);
    const figures: Record<string, number[]> = {};
    if (only !== "actions") Object.assign(figures, await measureOpenings(browser, subject, signedIn, rounds));
    if (only !== "openings") Object.assign(figures, await measureActions(browser, subject, signedIn, rounds));
    process.stdout.write(`The function page of ${stack.portal}, headless Chromium at 1440 x 900\n`);
    for (const [name, taken] of Object.entries(figures)) show(name, taken);
  } finally {
    await browser.close();
    await subject.delete();
  }
}
