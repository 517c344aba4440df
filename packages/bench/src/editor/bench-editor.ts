import { type Bar, showBar } from "../browser/show-bar.ts";
import { signIn } from "../browser/sign-in.ts";
import { startChromium } from "../browser/start-chromium.ts";
import { stack } from "../stack.ts";
import { measureActions } from "./actions.ts";
import { measureOpenings } from "./openings.ts";
import { EditorSubject } from "./subject.ts";

const bars: Readonly<Record<string, Bar>> = {
  "editor takes text, cold": { at: 0.5, ms: 2000 },
  "editor takes text, warm": { at: 0.5, ms: 700 },
  "Test, code as it was": { at: 0.95, ms: 1000 },
  "Save to typed completion": { at: 0.95, ms: 300 },
  "deploy of a one-file change": { at: 0.95, ms: 3000 },
};

/** `pnpm bench editor [--rounds 10] [--only openings|actions]`: what a developer waits for on a function's page. */
export async function benchEditor(args: readonly string[]): Promise<void> {
  const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const rounds = Number(option("--rounds") ?? 10);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a whole number from 1 on.");
  const only = option("--only");
  const subject = await EditorSubject.create();
  const browser = await startChromium();
  try {
    const signedIn = await signIn(browser, "developer");
    const figures: Record<string, number[]> = {};
    if (only !== "actions") Object.assign(figures, await measureOpenings(browser, subject, signedIn, rounds));
    if (only !== "openings") Object.assign(figures, await measureActions(browser, subject, signedIn, rounds));
    process.stdout.write(`The function page of ${stack.portal}, headless Chromium at 1440 x 900\n`);
    for (const [name, taken] of Object.entries(figures)) showBar(name, taken, bars[name]);
  } finally {
    await browser.close();
    await subject.delete();
  }
}
