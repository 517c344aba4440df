import { portalRoutes } from "@annex/contract";
import { acceptFunction, tokenOf } from "./fixtures/data-plane.ts";
import { callPortal, deleteFunction, release, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("posting");
const invoice = { "invoice.number": "R-1", "invoice.total": 10, "invoice.currency": "EUR" };
const failing = `export const handler: AnnexHandler = async () => {
  throw new Error("the ledger is closed");
};
`;
const mended = "export const handler: AnnexHandler = async () => ({ riskScore: 1 });\n";

test("what failed for good waits: one is discarded and taken back, all run again once the function is mended", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page, "developer", "acme");
  const input = { name, description: "", extensionPointKey: "invoice.submitted", template: "typescript-handler" };
  expect((await callPortal(page, "acme", "POST", portalRoutes.functions(), input)).status).toBe(201);
  const retryPolicy = { maxAttempts: 1, firstDelaySeconds: 1, maxDelaySeconds: 1, maxAgeSeconds: 3600 };
  const once = await callPortal(page, "acme", "PUT", `${portalRoutes.function(name)}/retry-policy`, { retryPolicy });
  expect(once.status, JSON.stringify(once.body)).toBe(200);
  await release(page, name, failing);
  const token = await tokenOf("acme");
  for (const _ of ["first", "second"]) expect((await acceptFunction(name, token, invoice)).status).toBe(202);
  const letters = page.getByRole("row").filter({ hasText: name });

  await test.step("each is told with its reason", async () => {
    await page.goto(`/t/acme/async?tab=dead-letters&function=${name}`);
    await expect(async () => {
      await page.reload();
      await expect(letters).toHaveCount(2, { timeout: 3000 });
    }).toPass({ timeout: 60_000 });
    await expect(letters.first()).toContainText("the ledger is closed");
    await expectAccessible(page);
  });

  await test.step("one is discarded, and taken back", async () => {
    await page
      .getByRole("button", { name: `Discard the dead letter of ${name}` })
      .first()
      .click();
    await expect(letters).toHaveCount(1);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(letters).toHaveCount(2);
  });

  await test.step("mended, they run again with the live release and are done", async () => {
    await release(page, name, mended);
    await page.getByRole("button", { name: `Run all of ${name} again` }).click();
    await expect(page.getByText("No dead letter", { exact: true })).toBeVisible();
    await page.goto(`/t/acme/async?state=done&function=${name}`);
    await expect(async () => {
      await page.reload();
      await expect(letters.filter({ hasText: "Done" })).toHaveCount(2, { timeout: 3000 });
    }).toPass({ timeout: 60_000 });
  });
  await deleteFunction(page, name);
});
