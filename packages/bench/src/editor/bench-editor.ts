import { parseArgs } from "node:util";
import { type Bar, showBar } from "../browser/show-bar.ts";
import { signIn } from "../browser/sign-in.ts";
import { withChromium } from "../browser/with-chromium.ts";
import { stack } from "../stack.ts";
import { withUndo } from "../undo.ts";
import { UsageError } from "../usage-error.ts";
import { wholeNumber } from "../whole-number.ts";
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

const parts = ["openings", "actions"];

async function measure(subject: EditorSubject, only: string | undefined, rounds: number): Promise<void> {
  await withChromium(async (browser) => {
    const signedIn = await signIn(browser, "developer");
    const figures: Record<string, number[]> = {};
    if (only !== "actions") Object.assign(figures, await measureOpenings(browser, subject, signedIn, rounds));
    if (only !== "openings") Object.assign(figures, await measureActions(browser, subject, signedIn, rounds));
    process.stdout.write(`The function page of ${stack.portal}, headless Chromium at 1440 x 900\n`);
    for (const [name, taken] of Object.entries(figures)) showBar(name, taken, bars[name]);
  });
}

/** `pnpm bench editor [--rounds 10] [--only openings|actions]`: what a developer waits for on a function's page. */
export async function benchEditor(args: readonly string[]): Promise<void> {
  const options = { rounds: { type: "string", default: "10" }, only: { type: "string" } } as const;
  const { rounds: text, only } = parseArgs({ args: [...args], options }).values;
  const rounds = wholeNumber("--rounds", text);
  if (only !== undefined && !parts.includes(only)) throw new UsageError(`--only takes ${parts.join(" or ")}.`);
  const subject = await EditorSubject.create();
  await withUndo(
    () => subject.delete(),
    () => measure(subject, only, rounds),
  );
}
