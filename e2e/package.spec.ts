import { writeCode } from "./fixtures/editor.ts";
import { deleteFunction, deploy, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("package");
const code = `import { isValidIBAN } from "ibantools";

export const handler: AnnexHandler = async () => ({ riskScore: isValidIBAN("DE89370400440532013000") ? 0 : 100 });
`;

test("a published package is added in an exact version, imported, tested and deployed", async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name);

  await test.step("a version that is none is refused at its place", async () => {
    await page.getByRole("tab", { name: "Settings" }).click({ timeout: 60_000 });
    await page.getByLabel("Name of the package").fill("ibantools");
    await page.getByLabel("Version of the package").fill("latest");
    await page.getByRole("button", { name: "Add package" }).click();
    await expect(page.getByText(/latest is no exact version of .*Write one such as 4\.5\.1/)).toBeVisible();
  });

  await test.step("the exact version is taken, and the import is known to the editor", async () => {
    await page.getByLabel("Version of the package").fill("4.5.4");
    await page.getByRole("button", { name: "Add package" }).click();
    await expect(page.getByRole("button", { name: "Remove package ibantools" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Code" }).click();
    await writeCode(page, code);
    await expect(page.locator(".squiggly-error")).toHaveCount(0, { timeout: 30_000 });
  });

  await test.step("it runs in a test, and live", async () => {
    await page.keyboard.press("ControlOrMeta+Enter");
    const result = page.getByRole("region", { name: "Test result" });
    await expect(result.getByRole("heading", { name: "Succeeded" })).toBeVisible({ timeout: 90_000 });
    await expect(result.getByText("invoice.riskScore")).toBeVisible();
    await deploy(page, 1);
  });
  await deleteFunction(page, name);
});
