import { portalRoutes } from "@annex/contract";
import { invokeFunction, tokenOf } from "./fixtures/data-plane.ts";
import { callPortal, deleteFunction, release, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("scoring");
const good = `export const handler: AnnexHandler = async () => {
  console.log(JSON.stringify({ level: "info", message: "scored well", score: 1 }));
  return { riskScore: 1 };
};
`;
const bad = `export const handler: AnnexHandler = async () => {
  console.log("about to score");
  throw new RangeError("the score of this supplier is unknown");
};
`;
const invoice = { "invoice.number": "R-1", "invoice.total": 10, "invoice.currency": "EUR" };
const mostClicks = 6;

test("why errors rose is found from the operator's overview to the line of the tenant's code, in six clicks or fewer", async ({
  page,
  browser,
}) => {
  test.setTimeout(600_000);
  await signIn(page, "developer", "acme");
  const input = { name, description: "", extensionPointKey: "invoice.submitted", template: "typescript-handler" };
  expect((await callPortal(page, "acme", "POST", portalRoutes.functions(), input)).status).toBe(201);
  await release(page, name, good);
  const token = await tokenOf("acme");
  const call = async (times: number) => {
    for (let n = 0; n < times; n += 1) expect((await invokeFunction(name, token, invoice)).status).toBe(200);
  };

  await test.step("the developer sees a line while it is written, and follows its field", async () => {
    await page.goto(`/t/acme/logs?function=${name}`);
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await call(1);
    const line = page.getByRole("row").filter({ hasText: "scored well" }).first();
    await expect(line).toBeVisible({ timeout: 60_000 });
    const value = page.getByRole("button", { name: "1", exact: true });
    await expect(async () => {
      // START, END and REPORT may still push it down
      if ((await line.getAttribute("aria-expanded")) !== "true") await line.press("Enter");
      await expect(value).toBeVisible({ timeout: 5000 });
    }).toPass({ timeout: 60_000 });
    await value.press("Enter");
    await expect(page).toHaveURL(/field=score%3A1/);
    await expect(line).toBeVisible();
  });

  await test.step("a worse release goes live", async () => {
    await release(page, name, bad);
    await call(5);
    await page.goto("about:blank"); // what is live there would go on
  });

  await test.step("the operator finds the release, the error and its line", async () => {
    const operator = await (await browser.newContext()).newPage();
    await signIn(operator, "operator", null);
    let clicks = 0;
    const click = async (role: "link" | "button", text: RegExp | string) => {
      clicks += 1;
      // by key: a page whose charts refresh is never quite at rest on a busy machine
      await operator.getByRole(role, { name: text }).first().press("Enter", { timeout: 60_000 });
    };
    await expect(operator.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    const failing = operator.getByRole("region", { name: "Highest error rate" });
    clicks += 1;
    await failing.getByRole("link", { name: /Acme/ }).press("Enter", { timeout: 60_000 });
    await click("link", name);
    await expect(operator.getByText("Error rate by release")).toBeVisible();
    await expect(operator.getByRole("row", { name: /Release 2/ }).first()).toContainText("100 %");
    await click("button", /RangeError/);
    await expectAccessible(operator);
    await click("link", /index\.ts:\d+/);
    await expect(operator).toHaveURL(/releases\/2\?file=src%2Findex\.ts&line=3/);
    await expect(operator.locator(".annex-marked-line")).toBeVisible({ timeout: 30_000 });
    await expect(operator.locator(".view-lines")).toContainText("the score of this supplier is unknown");
    expect(clicks).toBeLessThanOrEqual(mostClicks);
    await operator.context().close();
  });

  await test.step("the tenant's own page of one failed invocation leads to the same line", async () => {
    await page.goto(`/t/acme/functions/${name}?tab=metrics`);
    await page.getByRole("button", { name: /RangeError/ }).press("Enter", { timeout: 60_000 });
    await page.getByRole("link", { name: "Open the newest invocation" }).press("Enter");
    await expect(page.getByRole("list", { name: "Timeline" })).toContainText("Function");
    await expect(page.getByRole("list", { name: "Log lines" })).toContainText("about to score", { timeout: 60_000 });
    await expectAccessible(page);
    await page
      .getByRole("link", { name: /index\.ts:\d+/ })
      .first()
      .click();
    await expect(page.locator(".annex-marked-line")).toBeVisible({ timeout: 30_000 });
  });
  await deleteFunction(page, name);
});
