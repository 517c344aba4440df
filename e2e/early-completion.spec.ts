import type { Page } from "@playwright/test";
import { deleteFunction, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, signIn, test } from "./fixtures/test.ts";

const suggestions = (page: Page) => page.locator(".suggest-widget.visible");

/** Types `event.` into the handler of the template. */
async function typeEvent(page: Page): Promise<void> {
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await page.locator(".monaco-editor .native-edit-context, .monaco-editor .inputarea").first().focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("\nexport const other: AnnexHandler = async (event) => {\n  event.");
}

test("the fields of the event are offered to who types before the language service stands, as to who types after", async ({
  page,
}) => {
  const name = uniqueName("early");
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name);
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible();

  await test.step("typed while the service's code is still on its way", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked = 0;
    // the language service is the one chunk of its size
    await page.context().route(/\/_next\/static\/chunks\/.*\.js/, async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      if (body.length > 5_000_000) {
        asked += 1;
        await held;
      }
      await route.fulfill({ response, body });
    });
    await page.reload();
    await typeEvent(page);
    await expect.poll(() => asked, { timeout: 30_000 }).toBeGreaterThan(0);
    await expect(suggestions(page)).toHaveCount(0);
    release();
    await expect(suggestions(page)).toContainText("total", { timeout: 60_000 });
    await page.context().unrouteAll({ behavior: "wait" });
    await page.keyboard.press("Escape");
  });

  await test.step("typed once it stands", async () => {
    for (let letter = 0; letter < "event.".length; letter += 1) await page.keyboard.press("Backspace");
    await page.keyboard.type("event.");
    await expect(suggestions(page)).toContainText("total");
    await page.keyboard.press("Escape");
  });
  await deleteFunction(page, name);
});
