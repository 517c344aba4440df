import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { invokeExtensionPoint, invokeFunction, tokenOf } from "./fixtures/data-plane.ts";
import { callPortal } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const invoice = { "invoice.number": "R-1", "invoice.total": 10, "invoice.currency": "EUR" };

const suspendedSchema = z.object({ items: z.array(z.object({ id: z.string() })) });
const budgetsSchema = z.array(z.object({ id: z.string() }));

/** By the API, as the operator who is signed in: whatever the journey left. */
async function resumeAll(page: Page): Promise<void> {
  const { body } = await callPortal(page, "", "GET", "/api/v1/operator/tenants?status=suspended");
  for (const { id } of suspendedSchema.parse(body).items)
    await callPortal(page, "", "POST", `/api/v1/operator/tenants/${id}/resume`);
}

async function deleteBudgets(page: Page): Promise<void> {
  const { body } = await callPortal(page, "", "GET", "/api/v1/operator/budgets");
  for (const { id } of budgetsSchema.parse(body))
    await callPortal(page, "", "DELETE", `/api/v1/operator/budgets/${id}`);
}

interface Load {
  /** Since a time, how often each status was answered. */
  since(at: number): Record<number, number>;
  stop(): Promise<void>;
}

/** Four callers that never pause. */
function startLoad(call: () => Promise<{ status: number }>): Load {
  const answers: { at: number; status: number }[] = [];
  let isOn = true;
  const caller = async () => {
    while (isOn) answers.push({ status: (await call()).status, at: Date.now() });
  };
  const callers = Promise.all([caller(), caller(), caller(), caller()]);
  return {
    since(from) {
      const counts: Record<number, number> = {};
      for (const { at, status } of answers) if (at > from) counts[status] = (counts[status] ?? 0) + 1;
      return counts;
    },
    async stop() {
      isOn = false;
      await callers;
    },
  };
}

test("a tenant that is suspended under load stops, and its page shows what was refused", async ({ page }) => {
  const token = await tokenOf("globex");
  await signIn(page, "operator", null);
  await page.goto("/operator/tenants");
  await page.getByRole("link", { name: "Globex Corp" }).first().click();
  await page.getByRole("tab", { name: "Suspension" }).click();
  await expect(page.getByText("What a suspension would do now")).toBeVisible();
  const load = startLoad(() => invokeExtensionPoint("invoice.submitted", token, invoice));
  try {
    await expect.poll(() => load.since(0)[200] ?? 0).toBeGreaterThan(10);
    await page.getByRole("button", { name: "Suspend tenant" }).click();
    const dialog = page.getByRole("dialog");
    for (const box of await dialog.getByRole("textbox").all()) await box.fill("globex");
    await dialog.getByRole("button", { name: "Suspend tenant" }).click();
    await expect(dialog).toBeHidden();
    const suspendedAt = Date.now();
    await delay(2000); // what is measured is that nothing goes through meanwhile
    expect(Object.keys(load.since(suspendedAt + 1000))).toEqual(["403"]);
    const moment = page.getByRole("region", { name: "At this moment" });
    await expect(moment.getByText("Refused since")).toBeVisible();
    await expect(moment.getByText(/^[1-9][\d,.k]*$/).first()).toBeVisible();
    await page.getByRole("button", { name: "Resume tenant" }).click();
    await expect.poll(() => load.since(Date.now() - 500)[200] ?? 0, { timeout: 10_000 }).toBeGreaterThan(0);
    await expectAccessible(page);
  } finally {
    await load.stop();
    await resumeAll(page); // other journeys need the tenant
  }
});

test("a budget pauses a tenant: callers and its people read why, and an operator lifts it", async ({
  page,
  browser,
}) => {
  const token = await tokenOf("acme");
  const status = async () => (await invokeFunction("check-bank-details", token, invoice)).status;
  for (let call = 0; call < 8; call += 1) expect(await status()).toBe(200);
  await signIn(page, "operator", null);
  await page.goto("/operator/tenants");
  await page.getByRole("link", { name: "Acme" }).first().click();
  await page.getByRole("tab", { name: "Budgets" }).click();

  try {
    await test.step("an amount that is spent already", async () => {
      await page.getByRole("button", { name: "New budget" }).first().click();
      await page.getByLabel("Amount in USD").fill("0.000001");
      await page.getByRole("button", { name: "Save budget" }).click();
      await expect.poll(status, { timeout: 15_000 }).toBe(403);
      const refused = await invokeFunction("check-bank-details", token, invoice);
      expect(refused.body).toMatchObject({ code: "paused", detail: expect.stringContaining("is used up") });
      await expect(page.getByText("Paused", { exact: true })).toBeVisible();
    });

    await test.step("the tenant's people read it on every page", async () => {
      const context = await browser.newContext();
      const developer = await context.newPage();
      await signIn(developer, "developer", "acme");
      await expect(developer.getByText("All functions: paused")).toBeVisible();
      await expect(developer.getByText(/ask the operator of the platform to raise the budget/)).toBeVisible();
      await context.close();
    });

    await test.step("lifted, calls go through", async () => {
      await page.getByRole("button", { name: "Lift", exact: true }).click();
      await page.getByLabel("Reason").fill("They pay for more.");
      await page.getByRole("button", { name: "Lift budget" }).click();
      await expect.poll(status, { timeout: 5000 }).toBe(200);
      await page.getByRole("button", { name: "Delete" }).click();
      await expect(page.getByText("No budgets yet")).toBeVisible();
      await expectAccessible(page);
    });
  } finally {
    await deleteBudgets(page); // other journeys need the tenant
  }
});

test("the isolation self-test denies a hostile function everything, line by line", async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, "operator", null);
  await page.goto("/operator/isolation");
  await page.getByRole("button", { name: "Run self-test" }).first().click();
  await expect(page.getByText(/^Everything was denied: 25 attempts/)).toBeVisible({ timeout: 180_000 });
  await expect(page.getByRole("row", { name: /Denied .*metadata addresses/ })).toBeVisible();
  await expectAccessible(page);
  const [report] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Report" }).click(),
  ]);
  expect(report.suggestedFilename()).toMatch(/^annex-self-test-.*\.html$/);
});
