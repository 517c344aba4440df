import { gzipSync } from "node:zlib";
import { costComparisonSchema, costReportSchema, portalRoutes } from "@annex/contract";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { callPortal } from "./fixtures/function.ts";
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
