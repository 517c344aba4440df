import { draftSchema, functionDetailSchema } from "@annex/contract";
import type { Page } from "@playwright/test";
import { callPortal, deleteFunction, deploy, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("ending");

/** By the API, as the developer who is signed in: the runtime that ends, and a test event. */
async function onEndingRuntime(page: Page): Promise<void> {
  const draft = draftSchema.parse((await callPortal(page, "acme", "GET", `/api/v1/functions/${name}/draft`)).body);
  const code = "export const handler = async () => ({ riskScore: 7 });\n";
  const source = { kind: "files", files: [{ path: "src/index.ts", content: code }] };
  const content = { ...draft.content, source, runtime: "nodejs22.x" };
  const change = { content, revision: draft.revision };
  const saved = await callPortal(page, "acme", "PUT", `/api/v1/functions/${name}/draft`, change);
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  const event = {
    name: "an invoice",
    record: { "invoice.number": "R-1", "invoice.total": 10, "invoice.currency": "EUR" },
  };
  const kept = await callPortal(page, "acme", "POST", `/api/v1/functions/${name}/test-events`, event);
  expect(kept.status, JSON.stringify(kept.body)).toBeLessThan(300);
  await page.reload();
}

test("functions on a runtime that ends are tested on its successor and rolled out when the operator says so", async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  const context = await browser.newContext();
  const developer = await context.newPage();
  await signIn(developer, "developer", "acme");
  await openNewFunction(developer, name);
  await onEndingRuntime(developer);
  await deploy(developer, 1);
  await signIn(page, "operator", null);
  const panel = page.getByRole("dialog");

  await test.step("see what ends and who is on it, and plan a campaign", async () => {
    await page.goto("/operator/runtimes");
    await page.getByRole("button", { name: /on Node\.js 22$/ }).click();
    await expect(panel.getByText(name)).toBeVisible();
    await expectAccessible(page);
    await panel.getByRole("button", { name: "Close" }).click();
    await page
      .getByRole("row", { name: /Node\.js 22/ })
      .getByRole("button", { name: "Plan campaign…" })
      .click();
    await expectAccessible(page);
    await panel.getByLabel(/^Shift each function's traffic in two steps/).click(); // at once: nobody calls it here
    await panel.getByRole("button", { name: "Test them" }).click();
  });

  await test.step("its tests pass on the successor while nothing is deployed", async () => {
    await expect(panel.getByText("Tested, waits for you")).toBeVisible({ timeout: 120_000 });
    await expect(panel.getByText("Nothing is deployed yet")).toBeVisible();
    await expect(panel.getByRole("listitem").filter({ hasText: name }).getByText("Tests passed")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("it is rolled out, and the live release is on the successor", async () => {
    await panel.getByRole("button", { name: "Roll out" }).click();
    await expect(panel.getByText("Done", { exact: true })).toBeVisible({ timeout: 120_000 });
    await expectAccessible(page);
    const { body } = await callPortal(developer, "acme", "GET", `/api/v1/functions/${name}`);
    const { liveRelease, draft } = functionDetailSchema.parse(body);
    expect([liveRelease?.runtime, draft.content.runtime]).toEqual(["nodejs24.x", "nodejs24.x"]);
  });
  await deleteFunction(developer, name);
  await context.close();
});
