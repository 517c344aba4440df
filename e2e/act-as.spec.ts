import { supportAccessSchema } from "@annex/contract";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { callPortal } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

/** By the API, as the owner who is signed in: whatever an earlier try left. */
async function endAll(owners: Page): Promise<void> {
  const { body } = await callPortal(owners, "globex", "GET", "/api/v1/support-access");
  for (const { id, endedAt } of z.array(supportAccessSchema).parse(body))
    if (endedAt === null) await callPortal(owners, "globex", "DELETE", `/api/v1/support-access/${id}`);
}

test("an operator works in a tenant by its owner's consent, and is out within a second when the owner ends it", async ({
  page,
  browser,
}) => {
  const context = await browser.newContext();
  const owners = await context.newPage();
  await signIn(owners, "owner", "globex");
  await endAll(owners);
  await signIn(page, "operator", null);
  const refused = await callPortal(page, "globex", "GET", "/api/v1/functions");
  expect(refused.status).toBe(404);

  await test.step("ask, and be granted", async () => {
    await page.goto("/operator/tenants");
    await page.getByRole("link", { name: "Globex Corp" }).first().click();
    await page.getByRole("tab", { name: "People" }).click();
    await page.getByRole("button", { name: "Ask for access" }).click();
    await page.getByLabel("Reason").fill("The nightly import fails");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect(page.getByText("Asked for", { exact: true })).toBeVisible();
    await owners.goto("/t/globex/settings?tab=support-access");
    await expectAccessible(owners);
    await owners.getByRole("button", { name: "Grant for 4 h" }).click();
    await expect(owners.getByText("Has access", { exact: true })).toBeVisible();
  });

  await test.step("look, with a banner on each page, and no more than was granted", async () => {
    await page.getByRole("button", { name: "Open Globex Corp" }).click();
    const banner = page.getByRole("region", { name: "Support access" });
    await expect(banner).toContainText("You act in Globex Corp as a viewer");
    await page.getByRole("link", { name: "Invocations" }).first().click();
    await expect(banner).toBeVisible();
    await expectAccessible(page);
    const input = { name: "by-support", description: "", extensionPointKey: null, template: "blank" };
    expect((await callPortal(page, "globex", "POST", "/api/v1/functions", input)).status).toBe(403);
  });

  await test.step("out when the owner ends it", async () => {
    await owners.getByRole("button", { name: "End now" }).click();
    await expect(owners.getByText("Ended", { exact: true }).first()).toBeVisible();
    await expect
      .poll(async () => (await callPortal(page, "globex", "GET", "/api/v1/functions")).status, { timeout: 1000 })
      .toBe(404);
    await owners.goto("/t/globex/settings?tab=audit");
    await expect(owners.getByText(/@.* \(operator, by consent of .*@/).first()).toBeVisible();
  });
  await context.close();
});
