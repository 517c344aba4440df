import type { Browser, Page } from "playwright-core";
import { openWindow, type SignedIn } from "../browser/sign-in.ts";
import { noteOpening, whenShown } from "./page-clock.ts";
import { codeMark, type EditorSubject, goToEmptyLine } from "./subject.ts";

interface Opening {
  readonly readable: number;
  readonly takesText: number;
  readonly completes: number;
}

/** Opens the page, types as soon as it can be typed, and leaves the draft as it was. All since navigation began. */
async function open(page: Page, subject: EditorSubject): Promise<Opening> {
  await page.goto(subject.path, { waitUntil: "commit" });
  await goToEmptyLine(page);
  await page.keyboard.type("e");
  const takesText = await whenShown(page, ".monaco-editor .view-lines", "=> {e");
  await page.keyboard.type("vent.");
  const completes = await whenShown(page, ".suggest-widget.visible", "total");
  const readable = await page.evaluate(() => window.annexSeen.code ?? Number.NaN);
  await page.keyboard.press("Escape");
  for (const _letter of "event.") await page.keyboard.press("Backspace");
  await page
    .getByText(/^Saved/)
    .first()
    .waitFor();
  return { readable, takesText, completes };
}

/** The function's page with an empty cache (a new window each time) and with a filled one (the same window again). */
export async function measureOpenings(
  browser: Browser,
  subject: EditorSubject,
  signedIn: SignedIn,
  rounds: number,
): Promise<Record<string, number[]>> {
  const cold: Opening[] = [];
  const warm: Opening[] = [];
  // the first of all finds a server that has compiled nothing yet: it does not count
  for (let round = 0; round <= rounds; round += 1) {
    const context = await openWindow(browser, signedIn);
    const page = await context.newPage();
    await page.addInitScript(noteOpening, codeMark);
    const first = await open(page, subject);
    const again = await open(page, subject);
    await context.close();
    process.stderr.write(`opening ${round} of ${rounds}\n`);
    if (round === 0) continue;
    cold.push(first);
    warm.push(again);
  }
  return {
    "code readable, cold": cold.map(({ readable }) => readable),
    "editor takes text, cold": cold.map(({ takesText }) => takesText),
    "first completion, cold": cold.map(({ completes }) => completes),
    "code readable, warm": warm.map(({ readable }) => readable),
    "editor takes text, warm": warm.map(({ takesText }) => takesText),
    "first completion, warm": warm.map(({ completes }) => completes),
  };
}
