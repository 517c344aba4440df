import { writeCode } from "./fixtures/editor.ts";
import { deleteFunction, expectSaved, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("two-people");
const score = "export function riskScore(): number {\n  return 7;\n}\n";

test("two people edit one draft: nothing is overwritten, both compare, and what they merge is saved", async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name);
  const second = await browser.newContext();
  const colleague = await second.newPage();
  await signIn(colleague, "owner", "acme");
  await colleague.goto(`/t/acme/functions/${name}?file=src/score.ts`);
  await expect(colleague.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 60_000 });

  await test.step("what a colleague saves shows up by itself while nothing is unsaved here", async () => {
    await writeCode(colleague, score);
    await expectSaved(colleague);
    await expect(page.getByText(/saved a newer draft; it is on screen now/)).toBeVisible({ timeout: 60_000 });
  });

  await test.step("both write the same file while one is cut off: a conflict that shows both", async () => {
    await page.getByRole("treeitem", { name: "score.ts" }).click();
    await page.context().setOffline(true);
    await writeCode(page, score.replace("7", "8 /* mine */"));
    await expect(page.getByText("Not saved: no connection").first()).toBeVisible();
    await writeCode(colleague, score.replace("7", "9 /* theirs */"));
    await expectSaved(colleague);
    await page.context().setOffline(false);
    const dialog = page.getByRole("dialog", { name: "This draft was changed elsewhere" });
    await expect(dialog).toBeVisible({ timeout: 60_000 });
    await expect(dialog.getByText(/owner@acme\.example saved a newer version/)).toBeVisible();
    await expect(dialog.locator(".monaco-diff-editor")).toContainText("theirs");
    await expect(dialog.locator(".monaco-diff-editor")).toContainText("mine");
    await expectAccessible(page);
  });

  await test.step("the merged text is written in the comparison and saved", async () => {
    const dialog = page.getByRole("dialog", { name: "This draft was changed elsewhere" });
    await dialog.locator(".editor.modified .view-line", { hasText: "mine" }).first().click();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("// from both\n");
    await dialog.getByRole("button", { name: "Save what is chosen" }).click();
    await expect(dialog).toBeHidden();
    await expectSaved(page);
    await expect(colleague.locator(".monaco-editor .view-lines").first()).toContainText("from both", {
      timeout: 30_000,
    });
  });

  await test.step("what was typed without a connection is back after the page is opened again", async () => {
    await page.route("**/draft", (route) => route.abort());
    await writeCode(page, score.replace("7", "10 /* typed on a train */"));
    await expect(page.getByText("Not saved: no connection").first()).toBeVisible();
    await page.unroute("**/draft");
    await page.reload();
    await expect(page.getByText(/Edits that were not saved last time are back/)).toBeVisible();
    await expectSaved(page);
    await expect(page.locator(".monaco-editor .view-lines").first()).toContainText("typed on a train");
  });
  await second.close();
  await deleteFunction(page, name);
});
