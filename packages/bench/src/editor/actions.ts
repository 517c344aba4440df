import type { Browser, Page } from "playwright-core";
import { openWindow, type SignedIn } from "../browser/sign-in.ts";
import { noteSaves, whenShown } from "./page-clock.ts";
import { type EditorSubject, goToEmptyLine } from "./subject.ts";

const testRegion = 'section[aria-label="Test result"]';

/** From the click on Test until the new answer is on screen. */
function pressTest(page: Page): Promise<number> {
  return page.evaluate(
    (selector) =>
      new Promise<number>((resolve, reject) => {
        const buttons = [...document.querySelectorAll<HTMLButtonElement>("header button")];
        const button = buttons.find(({ textContent }) => textContent.trim().startsWith("Test"));
        if (!button) return reject(new Error("The page has no Test button."));
        const started = performance.now();
        let ran = false;
        button.click();
        const look = () => {
          const region = document.querySelector<HTMLElement>(selector);
          const busy = region?.getAttribute("aria-busy") === "true";
          ran ||= busy;
          if (ran && !busy && region?.textContent.includes("Succeeded")) return resolve(performance.now() - started);
          if ((ran && !busy) || performance.now() - started > 60_000)
            return reject(new Error(`The test did not succeed: ${region?.textContent ?? "no result on screen"}`));
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    testRegion,
  );
}

/** Writes another comment into the handler, so that the code is one that was never built. */
async function changeCode(page: Page, round: number): Promise<void> {
  await goToEmptyLine(page);
  await page.keyboard.press("ControlOrMeta+l");
  await page.keyboard.type(`  // change ${round}`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
}

/** Saves and types on at once: from the Save until the fields of `event` are offered. */
async function saveAndComplete(page: Page): Promise<number> {
  await goToEmptyLine(page);
  await page.keyboard.type("event");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+s");
  await page.keyboard.type(".");
  const shown = await whenShown(page, ".suggest-widget.visible", "total");
  await page.keyboard.press("Escape");
  for (const _letter of "event.") await page.keyboard.press("Backspace");
  return shown - (await page.evaluate(() => window.annexSeen.save ?? Number.NaN));
}

/** From "Deploy now" until the page says that the release serves. */
async function deploy(page: Page, release: number): Promise<number> {
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  const button = page.getByRole("button", { name: "Deploy now" });
  await button.waitFor();
  const pressed = await button.evaluate((element) => {
    const at = performance.now();
    if (element instanceof HTMLElement) element.click();
    return at;
  });
  const serves = await whenShown(page, '[role="dialog"]', `Release ${release} is live.`);
  await page.getByRole("button", { name: "Done" }).click();
  return serves - pressed;
}

/** Test, Save and Deploy on one page that stays open. */
export async function measureActions(
  browser: Browser,
  subject: EditorSubject,
  signedIn: SignedIn,
  rounds: number,
): Promise<Record<string, number[]>> {
  const context = await openWindow(browser, signedIn);
  const page = await context.newPage();
  await page.addInitScript(noteSaves);
  const [same, changed, completions, deployments]: number[][] = [[], [], [], []];
  await page.goto(subject.path);
  await goToEmptyLine(page);
  await saveAndComplete(page); // the language service starts
  await pressTest(page);
  for (let round = 0; round < rounds; round += 1) same?.push(await pressTest(page));
  for (let round = 0; round < rounds; round += 1) completions?.push(await saveAndComplete(page));
  for (let round = 0; round < rounds; round += 1) {
    await changeCode(page, round);
    changed?.push(await pressTest(page));
    const took = await deploy(page, round + 1);
    if (round > 0) deployments?.push(took); // the first makes the Lambda function
  }
  await context.close();
  return {
    "Test, code as it was": same ?? [],
    "Test after a change": changed ?? [],
    "Save to typed completion": completions ?? [],
    "deploy of a one-file change": deployments ?? [],
  };
}
