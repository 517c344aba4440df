import { writeCode } from "./fixtures/editor.ts";
import { deleteFunction, deploy, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("test-gate");
const codeOf = (score: number) =>
  `export const handler: AnnexHandler = async (event) => ({ riskScore: event.total ? ${score} : 0 });\n`;

test("a test keeps the result that was expected, and with the gate on nothing else is deployed", async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name);
  await writeCode(page, codeOf(25));
  const result = page.getByRole("region", { name: "Test result" });

  await test.step("save a test event with the result that is expected", async () => {
    await page.getByRole("tab", { name: "Tests" }).click();
    // the side panel of Code has the same fields, hidden a moment later
    const tests = page.getByRole("tabpanel", { name: "Tests" });
    await tests.getByRole("textbox", { name: "invoice.total" }).fill("5000");
    await page.getByRole("button", { name: "Save test event" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("an invoice");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(result.getByRole("heading", { name: "Succeeded" })).toBeVisible({ timeout: 60_000 });
    await result.getByRole("button", { name: "Expect this result" }).click();
    await expect(page.getByRole("region", { name: "Expected result" })).toContainText("25");
  });

  await test.step("all tests pass, and the function is deployed with the gate on", async () => {
    await page.getByRole("button", { name: "Run all" }).click();
    await expect(page.getByText("1 of 1 passed")).toBeVisible({ timeout: 60_000 });
    await page.getByLabel(/Deploy only when all tests pass/).click();
    await deploy(page, 1);
    await expectAccessible(page);
  });

  await test.step("another result is shown beside the expected one, and is not deployed", async () => {
    await page.getByRole("tab", { name: "Code" }).click();
    await writeCode(page, codeOf(99));
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(result.getByRole("heading", { name: /not as expected/ })).toBeVisible({ timeout: 60_000 });
    await expect(result.locator(".monaco-diff-editor")).toContainText("99");
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByRole("button", { name: "Deploy now" }).click();
    const dialog = page.getByRole("dialog", { name: "The deployment failed" });
    await expect(dialog).toBeVisible({ timeout: 90_000 });
    await expect(dialog.getByText("Nothing that serves was changed.")).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText("Release 1,").first()).toBeVisible();
  });
  await deleteFunction(page, name);
});
