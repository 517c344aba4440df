import { invokeFunction, tokenOf } from "./fixtures/data-plane.ts";
import { writeCode } from "./fixtures/editor.ts";
import { deleteFunction, deploy, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("canary");
const good = "export const handler: AnnexHandler = async () => ({ riskScore: 1 });\n";
const bad = 'export const handler: AnnexHandler = async () => { throw new Error("worse"); };\n';
const invoice = { "invoice.number": "R-1", "invoice.total": 10, "invoice.currency": "EUR" };

test("a release that fails more than is allowed is rolled back by itself, with the reason written down", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name);
  await writeCode(page, good);
  await deploy(page, 1);

  await test.step("deploy a worse release, step by step, and watch its share", async () => {
    await writeCode(page, bad);
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByLabel(/Shift traffic step by step/).click();
    await page.getByLabel("Minutes a step").fill("");
    await page.getByRole("button", { name: "Deploy now" }).click();
    await expect(page.getByText(/Release 2 serves 5 %/).first()).toBeVisible({ timeout: 90_000 });
    await page.getByRole("button", { name: "Close and go on" }).click();
    const bar = page.getByRole("region", { name: "Traffic shift" });
    await bar.getByRole("button", { name: "Next step" }).click();
    await expect(bar.getByText("25 %", { exact: true })).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
  });

  await test.step("enough failures bring the old release back", async () => {
    const token = await tokenOf("acme");
    for (let round = 0; round < 12; round += 1) {
      await Promise.all(Array.from({ length: 20 }, () => invokeFunction(name, token, invoice)));
    }
    await expect(page.getByRole("region", { name: "Traffic shift" })).toBeHidden({ timeout: 60_000 });
    await page.getByRole("tab", { name: "Releases" }).click();
    await expect(page.getByText("Rolled back").first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("row", { name: /Release 1 Live/ })).toBeVisible();
  });

  await test.step("two releases are compared over their files", async () => {
    await page.getByRole("button", { name: "Compare release 2" }).click();
    const comparison = page.getByRole("region", { name: "Comparison" });
    await expect(comparison.locator(".monaco-diff-editor")).toContainText("worse", { timeout: 30_000 });
  });

  await test.step("a deleted function is restored from the bin and serves again", async () => {
    await deleteFunction(page, name);
    await page.goto("/t/acme/functions?bin=open");
    await page.getByRole("button", { name: `Restore ${name}` }).click();
    await expect(page.getByText(`Restored ${name}`)).toBeVisible();
    await expect
      .poll(async () => (await invokeFunction(name, await tokenOf("acme"), invoice)).status, { timeout: 30_000 })
      .toBe(200);
    await deleteFunction(page, name);
  });
});
