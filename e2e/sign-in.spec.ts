import { invokeExtensionPoint, invokeFunction, tokenOf } from "./fixtures/data-plane.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

test("a wrong password is told, a right one leads to the functions of the own tenant", async ({ page }) => {
  await page.goto("/t/acme/functions");
  await expect(page).toHaveURL(/\/signin/);
  await page.getByLabel("E-mail").fill("dev@acme.example");
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("No account matches this e-mail and password.")).toBeVisible();
  await expectAccessible(page);
  await signIn(page, "developer", "acme");
  await expect(page.getByRole("heading", { name: "Functions" })).toBeVisible();
  await expect(page.getByRole("link", { name: "check-bank-details" })).toBeVisible();
  await expectAccessible(page);
});

test("another tenant's token finds nothing, and its extension point runs its own bindings only", async () => {
  const globex = await tokenOf("globex");
  const invoice = { "invoice.number": "R-1", "invoice.total": 10, "invoice.currency": "EUR" };
  const missing = await invokeFunction("check-bank-details", globex, invoice);
  expect(missing).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await invokeExtensionPoint("invoice.submitted", globex, invoice)).toMatchObject({ status: 200 });
  expect(await invokeExtensionPoint("invoice.submitted", undefined, invoice)).toMatchObject({ status: 401 });
});
