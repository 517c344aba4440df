import { deleteFunction, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("mapping");

test("a field is mapped by dragging or by key, an expression completes and shows its value, and event follows", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name);
  await page.getByRole("tab", { name: "Mapping" }).first().click();
  const parameters = page.getByRole("region", { name: "Parameters" });
  const fields = page.getByRole("region", { name: "Fields to read" });

  await test.step("drag one field to the left, bring another by its button", async () => {
    await fields.getByText("invoice.iban").dragTo(parameters);
    await expect(parameters.getByLabel("Name of parameter 3")).toHaveValue("iban");
    await fields.getByRole("button", { name: "Map invoice.supplier to a parameter" }).press("Enter");
    await expect(parameters.getByLabel("Name of parameter 4")).toHaveValue("supplier");
    await expect(fields.getByText("→ iban")).toBeVisible();
  });

  await test.step("an expression completes fields, is checked while it is typed, and shows what it comes to", async () => {
    await page.getByRole("button", { name: "Add parameter" }).click();
    await page.getByRole("menuitem", { name: "Expression" }).click();
    const expression = page.getByRole("combobox", { name: "Expression of computed" });
    await expression.pressSequentially("invoice.tot");
    await expect(page.getByRole("option", { name: /invoice\.total/ })).toBeVisible();
    await expression.press("Enter");
    await expression.pressSequentially(" * 2");
    const line = parameters.getByRole("listitem", { name: "Parameter computed" });
    await expect(line.getByRole("alert")).toContainText("2.0");
    await expression.pressSequentially(".0");
    await page.getByRole("textbox", { name: "invoice.total" }).fill("1500");
    await expect(line).toContainText("number = 3000");
    await expectAccessible(page);
  });

  await test.step("the editor's event has the new parameters at once", async () => {
    await page.getByRole("tab", { name: "Code" }).click();
    await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 60_000 });
    await page.locator(".monaco-editor .view-lines").first().click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("export const probe = (event: AnnexEvent) => event.");
    const suggestions = page.locator(".suggest-widget");
    await expect(suggestions).toContainText("computed", { timeout: 30_000 });
    await expect(suggestions).toContainText("iban");
    await expect(suggestions).not.toContainText("vatNumber");
  });
  await deleteFunction(page, name);
});
