import type { Page } from "@playwright/test";
import { deleteFunction, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const searched = (page: Page, text: string) =>
  page.waitForResponse((response) => {
    const { pathname, searchParams } = new URL(response.url());
    return pathname === "/api/v1/functions" && searchParams.get("search") === text;
  });

test("a function is found by a part of its name wherever one is chosen: the server looks, the keyboard is enough", async ({
  page,
}) => {
  const name = uniqueName("found-by-search");
  const part = name.slice("found-".length);
  await signIn(page, "owner", "acme");
  await openNewFunction(page, name);

  await test.step("from another function's page, by the breadcrumb", async () => {
    await page.goto("/t/acme/functions/check-bank-details");
    await page.getByRole("button", { name: "Function: check-bank-details" }).press("Enter");
    await expect(page.getByRole("option", { name: "check-bank-details" })).toBeVisible();
    await expectAccessible(page);
    const answer = searched(page, part);
    await page.keyboard.type(part);
    await answer;
    await expect(page.getByRole("option")).toHaveText([name]);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/functions/${name}`));
  });

  await test.step("in a filter, which keeps it in the address", async () => {
    await page.goto("/t/acme/invocations");
    const filter = page.getByRole("combobox", { name: "Function" });
    await filter.press("Enter");
    await page.keyboard.type(part);
    await expect(page.getByRole("option")).toHaveText([name]);
    await page.keyboard.press("Enter");
    await expect(filter).toHaveText(name);
    await expect(page).toHaveURL(new RegExp(`function=${name}`));
    await filter.press("Enter");
    await page.getByRole("option", { name: "All functions" }).press("Enter");
    await expect(filter).toHaveText("All functions");
  });

  await test.step("in an alert rule's dialog, which stays open", async () => {
    await page.goto("/t/acme/alerts");
    await page.getByRole("button", { name: "Create alert rule" }).first().click();
    const watched = page.getByRole("combobox", { name: "Function" });
    await watched.press("Enter");
    await page.keyboard.type(part);
    await expect(page.getByRole("option")).toHaveText([name]);
    await page.keyboard.press("Enter");
    await expect(watched).toHaveText(name);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("at an extension point, where those that are bound cannot be chosen again", async () => {
    await page.goto("/t/acme/extension-points");
    await page.getByRole("button", { name: "Bind a function to invoice.submitted" }).press("Enter");
    await page.keyboard.type(part);
    await expect(page.getByRole("option", { name })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("list", { name: "Functions at invoice.submitted" })).toContainText(name);
    await page.getByRole("button", { name: "Bind a function to invoice.submitted" }).press("Enter");
    await page.keyboard.type(part);
    const found = page.getByRole("option", { name });
    await expect(found).toHaveText(`${name}bound here`);
    await expect(found).toHaveAttribute("aria-disabled", "true");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
  });

  await deleteFunction(page, name);
});
