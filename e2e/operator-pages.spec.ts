import { gzipSync } from "node:zlib";
import { costComparisonSchema, costReportSchema, portalRoutes } from "@annex/contract";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { callPortal, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

// long before anything of this installation ran, so that no estimate changes beside it
const month = "2024-02";
const heading =
  "bill/BillingPeriodStartDate,lineItem/LineItemType,lineItem/UsageEndDate,lineItem/ProductCode,lineItem/UsageType," +
  "lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost,resourceTags/user:function,resourceTags/user:tenant";
const line = (usage: string, usd: string, fn: string, tenant: string) =>
  `${month}-01T00:00:00Z,Usage,${month}-29T00:00:00Z,AWSLambda,${usage},10,USD,${usd},${fn},${tenant}`;
const report = (...lines: readonly string[]) => gzipSync([heading, ...lines, ""].join("\n"));

async function deleteReports(page: Page): Promise<void> {
  const { body } = await callPortal(page, "", "GET", portalRoutes.operator.costReports());
  for (const { id } of z.array(costReportSchema).parse(body))
    await callPortal(page, "", "DELETE", portalRoutes.operator.costReport(id));
}

test("an operator imports a month's bill: the wrong file is told by row and column, the right one stands beside the estimate", async ({
  page,
}) => {
  await signIn(page, "operator", null);
  await page.goto("/operator/cost");
  await page.getByRole("link", { name: "Compare with the bill" }).click();
  await expect(page.getByRole("heading", { name: "Estimate and bill", level: 1 })).toBeVisible();
  await expectAccessible(page);
  const dialog = page.getByRole("dialog");
  const choose = async (name: string, buffer: Buffer) => {
    await dialog.getByLabel("Report", { exact: true }).setInputFiles({ name, mimeType: "application/gzip", buffer });
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
  };
  try {
    await test.step("a file with a wrong number says where", async () => {
      await page.getByRole("button", { name: "Import report" }).first().click();
      await choose("broken.csv.gz", report(line("Request", "dear", "score", "acme")));
      await expect(dialog.getByText('Row 2, column lineItem/UnblendedCost: "dear" is not a number.')).toBeVisible();
      await expectAccessible(page);
    });

    await test.step("the report leads to its month, by tenant", async () => {
      const lines = [
        line("EUC1-Lambda-GB-Second", "1.25", "check-bank-details", "acme"),
        line("EUC1-Request", "0.25", "no-longer-here", "acme"),
        line("EUC1-DataTransfer-Out-Bytes", "0.5", "", ""),
      ];
      await choose("annex-00001.csv.gz", report(...lines));
      await expect(page).toHaveURL(new RegExp(`month=${month}`));
      const acme = page.getByRole("row", { name: /Acme/ });
      await expect(acme).toContainText("$1.50");
      await expect(acme).toContainText("+$1.50");
      await expect(page.getByRole("row", { name: /No tenant's tag/ })).toContainText("$0.50");
      await expectAccessible(page);
    });

    await test.step("by function and by usage type, and as CSV", async () => {
      const views = page.getByRole("group", { name: "Group by" });
      await views.getByRole("button", { name: "Function" }).click();
      await expect(page.getByRole("row", { name: /no-longer-here/ })).toContainText("not ours");
      await views.getByRole("button", { name: "Usage type" }).click();
      await expect(page.getByRole("row", { name: /EUC1-DataTransfer-Out-Bytes/ })).toContainText("no");
      const [csv] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "CSV" }).first().click(),
      ]);
      expect(csv.suggestedFilename()).toBe(`bill-${month}-by-usage-type.csv`);
    });

    await test.step("a newer report takes its place, and the API answers the same", async () => {
      await page.getByRole("button", { name: "Import report" }).first().click();
      await choose("annex-00002.csv.gz", report(line("Request", "2", "check-bank-details", "acme")));
      await expect(dialog).toBeHidden();
      const imported = page.getByRole("region", { name: "Imported reports" });
      await expect(imported.getByRole("row", { name: /annex-00001/ })).toContainText("replaced");
      const { body } = await callPortal(page, "", "GET", `${portalRoutes.operator.costComparison()}?month=${month}`);
      expect(costComparisonSchema.parse(body)).toMatchObject({ billedUsd: 2, estimateUsd: 0, otherUsd: 0 });
    });
  } finally {
    await deleteReports(page);
  }
});

const looks = [
  { width: 1440, height: 900, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
] as const;

/** Axe finds nothing, and nothing but a table in its own frame is wider than the window. */
async function expectSound(page: Page): Promise<void> {
  await expectAccessible(page);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(tooWide, `pixels that ${page.url()} is wider than the window`).toBeLessThanOrEqual(0);
}

for (const { colorScheme, ...size } of looks)
  test(`plans, alerts, movers and CloudWatch's numbers are read and changed at ${size.width} pixels, ${colorScheme}`, async ({
    page,
  }) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await signIn(page, "operator", null);
    const dialog = page.getByRole("dialog");

    await test.step("who moved, on the overview", async () => {
      await page.goto("/operator?range=24h");
      await expect(page.getByRole("region", { name: "Rising the most", exact: true })).toBeVisible();
      await expectSound(page);
    });

    await test.step("a plan and what a change of it would mean", async () => {
      await page.goto("/operator/plans");
      await page.getByRole("region", { name: "Plans" }).getByRole("link").first().click();
      await expect(page.getByRole("heading", { name: "Limits" })).toBeVisible();
      await expectSound(page);
      await page.getByRole("button", { name: "Change plan" }).click();
      await expect(dialog.getByLabel("Name", { exact: true })).toBeVisible();
      await expectSound(page);
      await dialog.getByRole("button", { name: "Cancel" }).click();
    });

    await test.step("tenants by trend, and two periods of one of them", async () => {
      await page.goto("/operator/tenants");
      await page.getByRole("button", { name: "Trend" }).click();
      await expect(page).toHaveURL(/sort=-trend/);
      await page.getByRole("link", { name: "Acme GmbH" }).first().click();
      await page.getByRole("tab", { name: "Compare" }).click();
      await expect(page.getByRole("region", { name: "Table of both periods" })).toBeVisible();
      await expectSound(page);
      await page.getByRole("button", { name: "Today and a week ago" }).click();
      const today = new Date().toISOString().slice(0, 10);
      await expect(page).toHaveURL(new RegExp(`from=${today}`));
      const other = page.getByRole("group", { name: "Compared with" });
      await other.getByLabel("To, included").fill("2020-01-01");
      await expect(other.getByText("A period ends on or after its first day.")).toBeVisible();
      await expectSound(page);
    });

    await test.step("the platform's alert rules", async () => {
      await page.goto("/operator/alerts");
      await expect(page.getByText("Worker behind").first()).toBeVisible();
      await expectSound(page);
      await page.getByRole("button", { name: "Create alert rule" }).click();
      await expectSound(page);
      await dialog.getByRole("button", { name: "Cancel" }).click();
    });

    await test.step("CloudWatch beside the ledger", async () => {
      await page.goto("/operator/cells");
      await page
        .getByRole("link", { name: /CloudWatch/ })
        .first()
        .click();
      await expect(page.getByRole("heading", { name: /CloudWatch beside the ledger/ })).toBeVisible();
      await page.getByRole("button", { name: "Compare now" }).click();
      await expect(page.getByRole("region", { name: "Table of hours" })).toBeVisible({ timeout: 60_000 });
      await expectSound(page);
    });
  });

test("operators make a webhook for the platform's alerts, try it, change its secret and let a rule tell it", async ({
  page,
}) => {
  const name = uniqueName("pager");
  await signIn(page, "operator", null);
  await page.goto("/operator/alerts");
  const dialog = page.getByRole("dialog");
  const webhooks = page.getByRole("region", { name: "Webhooks", exact: true }).first();
  const secret = dialog.getByText(/^whsec_/);
  await webhooks.getByRole("button", { name: "Create webhook" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Address").fill("https://169.254.169.254/latest/meta-data");
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  const first = await secret.textContent();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "I have copied the secret" }).click();

  await test.step("a test tells why it does not arrive: nothing inside the platform's network is reached", async () => {
    await page.getByRole("button", { name: `Deliveries of ${name}` }).click();
    await dialog.getByRole("button", { name: "Send a test" }).click();
    await expect(dialog.getByText("a test", { exact: true })).toBeVisible();
    await expect(async () => {
      await page.reload();
      await expect(dialog.getByText(/is not an address of the public Internet/)).toBeVisible({ timeout: 5000 });
    }).toPass({ timeout: 60_000 });
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Close" }).click();
  });

  await test.step("its secret is changed, and shown once", async () => {
    await page.getByRole("button", { name: `New secret for ${name}` }).click();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Make a new secret" }).click();
    await expect(dialog.getByText(`${name} has a new secret`)).toBeVisible();
    expect(await secret.textContent()).not.toBe(first);
    await dialog.getByRole("button", { name: "I have copied the secret" }).click();
    await page.reload();
    await expect(page.getByText(/^whsec_/)).toHaveCount(0);
  });

  await test.step("a rule can tell it; deleted, it is gone", async () => {
    await page.getByRole("button", { name: "Create alert rule" }).click();
    await dialog.getByRole("combobox", { name: "Webhook" }).click();
    await page.getByRole("option", { name }).click();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: `Delete ${name}` }).click();
    await dialog.getByRole("textbox").fill(name);
    await dialog.getByRole("button", { name: "Delete webhook" }).click();
    await expect(page.getByRole("button", { name: `Delete ${name}` })).toHaveCount(0);
  });
});
